package dev.backhaul.yaml;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a record looks like in a file: the one reading of its annotations that the binder, the
 * schema and the reference page share.
 *
 * @param type the record
 * @param doc what it is for; empty if it has no {@link Doc}
 * @param members its components in order, those of type {@link Place} included
 */
record Shape(Class<?> type, String doc, List<Member> members) {

  /**
   * One component.
   *
   * @param key as written in the file
   * @param nullable whether it may be left out and is null then
   * @param defaultText YAML of its value when left out, or null
   * @param example YAML of an example, or null
   * @param envText whether placeholders are filled in
   */
  record Member(
      String key,
      Type type,
      String doc,
      boolean nullable,
      @Nullable String defaultText,
      @Nullable String example,
      boolean envText) {

    boolean required() {
      return !nullable && defaultText == null;
    }

    /** Whether it stands in the file at all. */
    boolean isKey() {
      return type != Place.class;
    }
  }

  static Shape of(Class<?> type) {
    List<Member> members = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Key key = component.getAnnotation(Key.class);
      Default initial = component.getAnnotation(Default.class);
      Example example = component.getAnnotation(Example.class);
      members.add(
          new Member(
              key == null ? component.getName() : key.value(),
              component.getGenericType(),
              docOf(component),
              isNullable(component),
              initial == null ? null : initial.value(),
              example == null ? null : example.value(),
              component.isAnnotationPresent(EnvText.class)));
    }
    return new Shape(type, docOf(type), List.copyOf(members));
  }

  List<Member> keys() {
    return members.stream().filter(Member::isKey).toList();
  }

  /** Keys it once had, with what to use instead. */
  Map<String, String> retired() {
    Map<String, String> out = new LinkedHashMap<>();
    for (Retired retired : type.getAnnotationsByType(Retired.class)) {
      out.put(retired.key(), retired.instead());
    }
    return out;
  }

  static String docOf(AnnotatedElement element) {
    Doc doc = element.getAnnotation(Doc.class);
    return doc == null ? "" : doc.value();
  }

  /**
   * The records of a sealed interface by their {@code kind}, in the order of its permits clause.
   */
  static Map<String, Class<?>> kinds(Class<?> sealed) {
    Map<String, Class<?>> out = new LinkedHashMap<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      Kind kind = permitted.getAnnotation(Kind.class);
      if (kind == null || !permitted.isRecord()) {
        throw new IllegalStateException(permitted.getName() + " must be a record with @Kind");
      }
      out.put(kind.value(), permitted);
    }
    return out;
  }

  /** The spelling of an enum constant in files: {@code PRE_CUTOVER} is {@code pre-cutover}. */
  static String spelling(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> spellings(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(c -> spelling((Enum<?>) c)).toList();
  }

  /**
   * What each enum constant means, by its spelling; constants without a {@link Doc} are left out.
   */
  static Map<String, String> meanings(Class<?> type) {
    Map<String, String> out = new LinkedHashMap<>();
    for (Field field : type.getDeclaredFields()) {
      if (field.isEnumConstant() && !docOf(field).isEmpty()) {
        out.put(field.getName().toLowerCase(Locale.ROOT).replace('_', '-'), docOf(field));
      }
    }
    return out;
  }

  /** The node that a piece of YAML in an annotation means. */
  static Node fragment(String place, String yaml) {
    Node holder = YamlFile.read(place, "value: " + yaml);
    return ((Node.Mapping) holder).entries().getFirst().value();
  }

  private static boolean isNullable(RecordComponent component) {
    // By name: any library's annotation will do, and class files need not carry JSpecify.
    return Arrays.stream(component.getAnnotatedType().getAnnotations())
        .map(Annotation::annotationType)
        .anyMatch(annotation -> annotation.getSimpleName().equals("Nullable"));
  }
}
