package dev.backhaul.yaml;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A key that this record once had. It fails loudly with a pointer, instead of as an unknown key.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Retired.Keys.class)
public @interface Retired {
  /** The old key. */
  String key();

  /** What to write now, completing the sentence "use ...". */
  String instead();

  /** Several retired keys of one record. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface Keys {
    /** The keys. */
    Retired[] value();
  }
}
