package dev.backhaul.yaml;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the public static method with one {@code String} parameter that makes a value of its class
 * from text in a file. It throws {@link IllegalArgumentException} with a message for people. A
 * record with such a method is written as text only, never as keys.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface FromText {}
