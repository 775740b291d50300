/** What ops write: platform manifests, migrations and the service's settings, as typed records. */
@NullMarked
package dev.backhaul.manifest;

import org.jspecify.annotations.NullMarked;
