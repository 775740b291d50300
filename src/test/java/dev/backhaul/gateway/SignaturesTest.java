package dev.backhaul.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.gateway.Verdict.Believed;
import dev.backhaul.gateway.Verdict.Doubt;
import dev.backhaul.gateway.Verdict.Doubted;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published signatures are believed, and those published as wrong are not. */
class SignaturesTest {
  static Stream<Vector> vectors() {
    return Vector.all().stream();
  }

  @Test
  void allThirtyVectorsAreThere() {
    assertThat(Vector.all()).hasSize(30);
    assertThat(Vector.all().stream().map(Vector::scheme).distinct()).hasSize(16);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void whatItsSenderSignedIsBelievedAndNothingElse(Vector vector) {
    Verdict verdict =
        Signatures.verify(vector.how(), vector.request(), List.of(vector.secret()), vector.at());
    assertThat(verdict instanceof Believed).isEqualTo(vector.valid());
  }

  @Test
  void withoutASecretNothingIsBelieved() {
    Vector any = Vector.named("github-hello-world");
    assertThat(Signatures.verify(any.how(), any.request(), List.of(), any.at()))
        .isEqualTo(new Doubted(Doubt.NO_SECRET));
  }
}
