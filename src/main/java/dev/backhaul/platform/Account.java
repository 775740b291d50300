package dev.backhaul.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.manifest.FileRef;
import java.util.List;

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

  /** Lists, disables, proves or restores what would notify or fire. */
  SilenceReport silence(SilenceRequest request);
}
