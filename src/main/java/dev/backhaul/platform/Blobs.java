package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Files;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.platform.HttpCall.Freight;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Opens and uploads files. The address of a file comes from an answer and is not trusted: https
 * only, to hosts that the manifest names, never with credentials; a sandbox on this machine's
 * loopback may name loopback addresses. The account's own host may send us on once, by the same
 * rules; any other host may not.
 */
final class Blobs {
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9.+-]{1,60}/[A-Za-z0-9.+-]{1,80}");
  private static final String UNKNOWN_TYPE = "application/octet-stream";
  private static final int LONGEST_NAME = 200;

  private final Catalogue catalogue;
  private final URI home;
  private final Sender sender;

  Blobs(Catalogue catalogue, URI home, Sender sender) {
    this.catalogue = catalogue;
    this.home = home;
    this.sender = sender;
  }

  Blob open(String object, String id) {
    Files files = catalogue.manifest().files();
    Files.Open how = files == null ? null : files.open();
    if (how == null) {
      throw catalogue.cannot("open a file", object);
    }
    ObjectNode variables = Json.object().put("object", object).put("id", id);
    JsonNode told = sender.read(Operation.BLOB, how.request(), variables);
    if (how.size() != null && how.size().first(told).asLong() > how.maxBytes()) {
      throw tooLarge(how.size().first(told).asLong(), how.maxBytes());
    }
    HttpAnswer answer = sender.ask(fetch(how, how.url().first(told).asText()));
    String onward = answer.headers().get("location");
    if (answer.file() == null && onward != null) {
      answer = sender.ask(fetch(how, onward));
    }
    byte[] content = answer.file();
    if (content == null) {
      throw refused(new Failure.Fatal("the answer brought no file"));
    }
    if (content.length > how.maxBytes()) {
      throw tooLarge(content.length, how.maxBytes());
    }
    return new Blob(name(how.name().first(told).asText(), id), type(answer), content);
  }

  private HttpCall fetch(Files.Open how, String address) {
    URI url = home.resolve("/").resolve(checked(address));
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String target = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    Freight from = isHome(url) ? new Freight.In() : new Freight.Abroad(allowed(how.hosts(), url));
    return new HttpCall(Operation.BLOB, "GET", target, null, false, null, from);
  }

  private URI checked(String address) {
    try {
      return URI.create(address);
    } catch (IllegalArgumentException e) {
      throw refused(new Failure.Fatal("the file's address is no URL"));
    }
  }

  private boolean isHome(URI url) {
    return home.getScheme().equalsIgnoreCase(url.getScheme())
        && home.getHost().equalsIgnoreCase(url.getHost())
        && home.getPort() == url.getPort()
        && url.getUserInfo() == null;
  }

  /** The origin of an address that may be fetched. */
  private String allowed(List<String> hosts, URI url) {
    String host = url.getHost();
    boolean sandbox =
        host != null && Manifest.isLoopback(host) && Manifest.isLoopback(home.getHost());
    if (host == null || url.getUserInfo() != null || !(sandbox || Manifest.fits(hosts, host))) {
      throw refused(
          new Failure.Fatal(
              "the file stands on " + host + ", which files.open.hosts does not name: " + hosts));
    }
    if (!"https".equalsIgnoreCase(url.getScheme())
        && !(sandbox && "http".equalsIgnoreCase(url.getScheme()))) {
      throw refused(new Failure.Fatal("the file's address is not https"));
    }
    return url.getScheme() + "://" + url.getRawAuthority();
  }

  /** A name without path or control characters, however the platform came by it. */
  private static String name(String told, String id) {
    String bare = told.substring(Math.max(told.lastIndexOf('/'), told.lastIndexOf('\\')) + 1);
    String clean = bare.replaceAll("\\p{Cntrl}", "").strip();
    if (clean.isEmpty()) {
      return "file-" + id;
    }
    return clean.length() > LONGEST_NAME ? clean.substring(clean.length() - LONGEST_NAME) : clean;
  }

  private static String type(HttpAnswer answer) {
    String told = answer.headers().getOrDefault("content-type", "").split(";", 2)[0].strip();
    return TYPE.matcher(told).matches() ? told : UNKNOWN_TYPE;
  }

  String upload(String name, String contentType, byte[] content) {
    Files files = catalogue.manifest().files();
    Files.Upload how = files == null ? null : files.upload();
    if (how == null) {
      throw catalogue.cannot("upload a file", "");
    }
    if (content.length > how.maxBytes()) {
      throw tooLarge(content.length, how.maxBytes());
    }
    String type = TYPE.matcher(contentType).matches() ? contentType : UNKNOWN_TYPE;
    ObjectNode variables = Json.object().put("name", name).put("type", type);
    // Not a write: an upload whose answer is lost may be repeated, the lost one expires unused.
    HttpCall call =
        new HttpCall(
            Operation.BLOB,
            how.request().method(),
            how.request().path(variables),
            null,
            false,
            how.request().expect(),
            new Freight.Out(type, content));
    String token = how.token().first(sender.ask(call).body()).asText("");
    if (token.isEmpty()) {
      throw refused(new Failure.Fatal("the answer to an upload names no token"));
    }
    return token;
  }

  private PlatformException tooLarge(long bytes, int most) {
    return refused(
        new Failure.Rejected(
            "a file of " + bytes + " bytes; at most " + most + " are taken", List.of()));
  }

  private PlatformException refused(Failure failure) {
    return new PlatformException(catalogue.manifest().platform() + " file", failure);
  }
}
