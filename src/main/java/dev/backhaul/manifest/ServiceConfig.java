package dev.backhaul.manifest;

import dev.backhaul.yaml.Binder;
import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import dev.backhaul.yaml.EnvText;
import dev.backhaul.yaml.Environment;
import dev.backhaul.yaml.Secret;
import dev.backhaul.yaml.YamlFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The service itself: {@code config/backhaul.yaml}.
 *
 * @param store where state is kept
 * @param http where the service listens
 * @param access who may do what
 * @param logging how it logs
 * @param kafka where what happens is published; null: nowhere
 * @param gateway the webhook gateway; null: there is none
 */
@Doc(
    "The service itself: where it keeps its state, where it listens, who may do what. Nothing about any"
        + " one rollback stands here.")
public record ServiceConfig(
    @Doc("Where state is kept.") @Default("{}") Store store,
    @Doc("Where the service listens.") @Default("{}") Http http,
    @Doc(
            "Who may do what. Without identities nothing can be approved, and the service listens on"
                + " loopback only.")
        @Default("[]")
        List<Identity> access,
    @Doc("How it logs.") @Default("{}") Logging logging,
    @Doc("Where what happens is published. Left out: nowhere.") @Nullable Kafka kafka,
    @Doc("The webhook gateway. Left out: there is none.") @Nullable GatewayConfig gateway) {

  /** Refuses an open door, and two identities of one name. */
  public ServiceConfig {
    access = List.copyOf(access);
    if (access.isEmpty() && !BaseUrl.isLoopback(http.host())) {
      throw new IllegalArgumentException(
          "http: host "
              + http.host()
              + " is reachable from other machines, but access names nobody;"
              + " add identities under access, or use 127.0.0.1");
    }
    Set<String> names = new HashSet<>();
    for (Identity identity : access) {
      if (!names.add(identity.name())) {
        throw new IllegalArgumentException("access: \"" + identity.name() + "\" is listed twice");
      }
    }
  }

  /**
   * Reads a file.
   *
   * @throws dev.backhaul.yaml.YamlException with every problem of the file
   */
  public static ServiceConfig read(Path file, Environment environment) {
    return Binder.bind(YamlFile.read(file), ServiceConfig.class, environment);
  }

  /**
   * Where state is kept.
   *
   * @param url path of the SQLite file, or a PostgreSQL database's JDBC URL; {@code {migration}}
   *     stands for the migration's name
   * @param schema PostgreSQL: the schema of one rollback
   * @param user PostgreSQL: the role; null leaves it to the driver
   * @param password PostgreSQL: its password; null leaves it to the driver
   * @param encryptionKey encrypts record payloads at rest; null keeps them readable to who can read
   *     the store
   */
  @Doc("Where state is kept.")
  public record Store(
      @Doc(
              "Path of the SQLite file, or jdbc:postgresql://host:port/database (without user and password)."
                  + " {migration} stands for the migration's name.")
          @Default("\"data/{migration}.db\"")
          @EnvText
          String url,
      @Doc(
              "PostgreSQL: the schema that holds one rollback; made if it is not there. Must hold {migration}, so"
                  + " that two rollbacks never meet in one.")
          @Default("\"{migration}\"")
          @EnvText
          String schema,
      @Doc(
              "PostgreSQL: the role to connect as. Left out, with the password: the driver's own ways (PGUSER,"
                  + " .pgpass).")
          @Nullable Secret user,
      @Doc("PostgreSQL: the role's password; read anew for every connection.")
          @Nullable Secret password,
      @Doc(
              "Encrypts record payloads at rest. Left out: whoever can read the store can read the records.")
          @Nullable Secret encryptionKey) {
    private static final String MIGRATION = "{migration}";

    /** Refuses an empty path, one schema for all rollbacks, and half a login. */
    public Store {
      if (url.isBlank()) {
        throw new IllegalArgumentException("url: must name a file, or a PostgreSQL database");
      }
      if (!schema.contains(MIGRATION)) {
        throw new IllegalArgumentException(
            "schema: must hold {migration}: every rollback has a schema of its own");
      }
      if ((user == null) != (password == null)) {
        throw new IllegalArgumentException("user, password: give both, or neither");
      }
    }

    /** The URL for one migration. */
    public String urlOf(String migration) {
      return url.replace(MIGRATION, migration);
    }

    /** The schema for one migration. */
    public String schemaOf(String migration) {
      return schema.replace(MIGRATION, migration);
    }
  }

  /**
   * Where the service listens.
   *
   * @param host address to bind
   * @param port JSON API, 0 to 65535; 0 takes any free one
   * @param managementPort health and metrics, 0 to 65535; 0 takes any free one
   */
  @Doc("Where the service listens.")
  public record Http(
      @Doc("Address to bind. Anything but loopback needs identities under access.")
          @Default("127.0.0.1")
          String host,
      @Doc("Port of the JSON API; 0 takes any free one.") @Default("8080") int port,
      @Doc("Port of health and metrics; 0 takes any free one.") @Default("9876")
          int managementPort) {

    /** Refuses ports that do not exist, and one port for two things. */
    public Http {
      requirePort("port", port);
      requirePort("managementPort", managementPort);
      if (port == managementPort && port != 0) {
        throw new IllegalArgumentException("managementPort: must differ from port");
      }
    }

    private static void requirePort(String key, int value) {
      if (value < 0 || value > 65_535) {
        throw new IllegalArgumentException(key + ": must be between 0 and 65535");
      }
    }
  }

  /**
   * How it logs.
   *
   * @param level least severe level that is written
   * @param format shape of a line
   */
  @Doc("How it logs.")
  public record Logging(
      @Doc("Least severe level that is written.") @Default("info") Level level,
      @Doc("Shape of a line.") @Default("text") Format format) {

    /** Severity. */
    public enum Level {
      /** Only failures. */
      ERROR,
      /** And what needs a look. */
      WARN,
      /** And what happened. */
      INFO,
      /** And why. */
      DEBUG
    }

    /** Shape of a line. */
    public enum Format {
      /** For people. */
      @Doc("For people.")
      TEXT,
      /** One JSON object a line. */
      @Doc("One JSON object a line, for collectors.")
      JSON
    }
  }
}
