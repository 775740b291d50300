package dev.backhaul.laws;

/**
 * A deliberate mistake that breaks a law of the house, and the test that must notice it.
 *
 * @param law what it breaks
 * @param type the class whose source it is made in, by its full name
 * @param text what stands there, exactly once
 * @param instead what the mistake puts in its place
 * @param test the full name of the test class
 * @param method its method
 */
record Mutant(String law, String type, String text, String instead, String test, String method) {
  @Override
  public String toString() {
    return law;
  }
}
