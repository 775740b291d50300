package dev.backhaul.apply;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/** A list of numbers, four bytes each. */
final class Ints {
  private int[] values = new int[16];
  private int size;

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + (size >> 1));
    }
    values[size++] = value;
  }

  int at(int place) {
    return values[place];
  }

  int size() {
    return size;
  }

  void each(IntConsumer reader) {
    for (int i = 0; i < size; i++) {
      reader.accept(values[i]);
    }
  }

  boolean noneMatch(IntPredicate condition) {
    for (int i = 0; i < size; i++) {
      if (condition.test(values[i])) {
        return false;
      }
    }
    return true;
  }
}
