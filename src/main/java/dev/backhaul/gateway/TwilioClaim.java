package dev.backhaul.gateway;

import dev.backhaul.gateway.Claim.NoClaimException;
import dev.backhaul.gateway.Verdict.Doubt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What Twilio signs: the URL it called and the sorted fields of the form; of any other body its
 * hash, which stands in the URL. https://www.twilio.com/docs/usage/security
 */
final class TwilioClaim {
  private TwilioClaim() {}

  static Claim of(Arrival request, byte[] signature) throws NoClaimException {
    String fields = "";
    String hash = Form.urlencoded(request.query()).value("bodySHA256");
    if (hash != null) {
      requireHash(request, hash);
    } else if (Form.in(request)) {
      fields = sorted(Form.of(request));
      if (fields.isEmpty() && request.body().length > 0) {
        // A form that cannot be read is a body that nothing covers.
        throw new NoClaimException(Doubt.MALFORMED);
      }
    } else if (request.body().length > 0) {
      throw new NoClaimException(Doubt.UNSIGNED);
    }
    List<byte[]> messages = new ArrayList<>();
    for (String url : PublicUrl.portForms(request.url())) {
      messages.add((url + fields).getBytes(StandardCharsets.UTF_8));
    }
    return new Claim(null, messages, List.of(signature));
  }

  private static void requireHash(Arrival request, String hash) throws NoClaimException {
    byte[] body = Code.sha256().digest(request.body());
    if (!MessageDigest.isEqual(body, Claims.hex(hash))) {
      throw new NoClaimException(Doubt.WRONG);
    }
  }

  /** Names in order, of one name all different values in order. */
  static String sorted(Form form) {
    SortedMap<String, Set<String>> byName = new TreeMap<>();
    form.fields()
        .forEach(
            field ->
                byName.computeIfAbsent(field.name(), name -> new TreeSet<>()).add(field.value()));
    StringBuilder out = new StringBuilder();
    byName.forEach((name, values) -> values.forEach(value -> out.append(name).append(value)));
    return out.toString();
  }

  /** The fields of a request that we sign ourselves; null where its body is no form. */
  static @Nullable String fields(Arrival request) {
    return Form.in(request) ? sorted(Form.of(request)) : null;
  }
}
