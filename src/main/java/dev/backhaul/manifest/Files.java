package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the files of a platform's records are opened, and how new ones are uploaded. */
public record Files(
    @Doc("How a file is opened; none if it cannot be.") @Nullable Open open,
    @Doc("How a file is uploaded; none if it cannot be.") @Nullable Upload upload) {

  /** A file is asked for by its id, and read at the address that the answer names. */
  public record Open(
      @Doc("Asks where the file is; variables object, id.") Request request,
      @Doc("Its address: jq over the answer. On another host it is fetched without credentials.")
          Jq url,
      @Doc("Its name with extension: jq over the answer.") Jq name,
      @Doc("Its size in bytes: jq over the answer; none if it is not told.") @Nullable Jq size,
      @Doc(
              "Hosts that the address may point to, besides the account's own; * stands for one label.")
          List<String> hosts,
      @Doc("The largest file taken, in bytes; never more than 67108864.") int maxBytes) {}

  /** A file is sent as it is, and answered by a token that the next write names. */
  public record Upload(
      @Doc("Takes the file as its body; variables name, type.") Request request,
      @Doc("The token: jq over the answer.") Jq token,
      @Doc("The largest file taken, in bytes.") int maxBytes) {
    /** Checks that the body is free for the file. */
    public Upload {
      if (request.body() != null) {
        throw new IllegalArgumentException("an upload's request has no body: the file is its body");
      }
    }
  }
}
