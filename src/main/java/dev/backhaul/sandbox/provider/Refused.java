package dev.backhaul.sandbox.provider;

import dev.backhaul.sandbox.http.Response;

/** An answer other than success. Carries no stack: it is an answer, not a defect. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Response response;

  Refused(Response response) {
    super(Integer.toString(response.status()), null, false, false);
    this.response = response;
  }

  Response response() {
    return response;
  }
}
