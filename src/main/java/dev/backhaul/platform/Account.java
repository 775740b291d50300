package dev.backhaul.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.manifest.FileRef;
import dev.backhaul.manifest.ObjectType;
import java.util.List;
import java.util.Optional;

/**
 * One system in its role, behind named operations. Every call is paced by the account's budget and
 * blocks (in injected time) until it is allowed; objects are named as the manifest names them.
 *
 * <p>All methods throw {@link PlatformException} when the request as a whole did not succeed.
 */
public interface Account {
  /** The role this account plays. */
  Role role();

  /** The platform's name, as its manifest says. */
  String platform();

  /**
   * Who are we there, may we write, what is left, what runs out. Never throws for a bad answer: it
   * reports.
   */
  ProbeReport probe();

  /** The next page of changes of one object. */
  ChangesPage changes(String object, ChangesRequest request);

  /** The platform's own counts of one object. */
  Counts count(String object, CountRequest request);

  /** Records by key; absent ones are absent. */
  List<Item> read(String object, ReadRequest request);

  /** Field history, oldest first within a record and field; empty where the platform keeps none. */
  List<HistoryEvent> history(String object, HistoryRequest request);

  /** Sends writes of one kind; at most {@link #batchSize}. */
  WriteAnswer write(String object, List<Write> writes);

  /** Asks after a job that {@link #write} started. */
  WriteAnswer job(String object, String job, List<Write> writes);

  /** The most writes of this kind that one call takes. */
  int batchSize(String object, Write.Kind kind);

  /** The files that a record names, as far as the manifest says where. */
  List<FileRef> files(String object, ObjectNode record);

  /**
   * A file of the account, whole: at most 64 MB, or the manifest's own bound if that is less.
   *
   * @param object the object whose record names it
   * @throws PlatformException also if it is too large, or stands on a host the manifest does not
   *     name
   */
  Blob open(String object, String fileId);

  /**
   * Uploads a file for the next write that names its token. One that no write names expires by
   * itself, so repeating an upload does no harm.
   *
   * @return the token
   * @throws PlatformException also if it is larger than the platform takes
   */
  String upload(String name, String contentType, byte[] content);

  /** What the manifest says of an object; empty where nobody tells. */
  default Optional<ObjectType> type(String object) {
    return Optional.empty();
  }

  /**
   * Whether records of an object can be read by a join key of ours that the platform keeps unique;
   * then that key, not the parent, tells whether an append has arrived.
   */
  default boolean ownKey(String object) {
    return false;
  }

  /**
   * Looks for, makes or takes away what must stand in the account before records of an object are
   * written there. MAKE and REMOVE do nothing where nothing is to be done.
   *
   * @return how it stood before; what became of MAKE or REMOVE is told by another LOOK
   */
  default SetupState setup(String object, SetupVerb verb) {
    return SetupState.NEEDLESS;
  }

  /**
   * Requests of integration kinds that are a part of this platform: through the same budget, with
   * the same credentials and error map.
   */
  default Requests requests() {
    throw new UnsupportedOperationException(platform() + " takes no requests of integrations");
  }

  /** Lists, disables, proves or restores what would notify or fire. */
  SilenceReport silence(SilenceRequest request);
}
