/**
 * What happens, told to Kafka: messages made from what is marked in the store, sent at least once
 * and in order for each record.
 */
@NullMarked
package dev.backhaul.outbox;

import org.jspecify.annotations.NullMarked;
