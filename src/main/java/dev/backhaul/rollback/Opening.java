package dev.backhaul.rollback;

import dev.backhaul.budget.Budget;
import dev.backhaul.budget.SqlBudgetStore;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.manifest.ServiceConfig;
import dev.backhaul.manifest.SystemConfig;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Accounts;
import dev.backhaul.platform.Credentials;
import dev.backhaul.platform.Role;
import dev.backhaul.platform.SaasSystem;
import dev.backhaul.store.Login;
import dev.backhaul.store.PayloadKey;
import dev.backhaul.store.Store;
import dev.backhaul.store.StoreException;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.yaml.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Opens what a rollback stands on: its store, its accounts and their budgets.
 *
 * @param settings which rollback, in what surroundings
 * @param configuration what ops wrote
 */
record Opening(Settings settings, Configuration configuration) {

  /**
   * Opens the store that the settings or the configuration name; an SQLite file's folder is made if
   * it lacks.
   */
  Store store() {
    StoreSettings plain = plain();
    Path file = plain.file();
    if (file != null) {
      makeFolder(file);
    }
    Secret key = configuration.service().store().encryptionKey();
    return Store.open(
        key == null
            ? plain
            : plain.withKey(PayloadKey.ofBase64(key.reveal(settings.environment()))),
        settings.crashPoint());
  }

  /** Which store this rollback has, without its encryption key; opens nothing. */
  StoreSettings plain() {
    StoreSettings chosen = settings.store();
    if (chosen != null) {
      return chosen;
    }
    ServiceConfig.Store store = configuration.service().store();
    String migration = configuration.migration().migration();
    String url = store.urlOf(migration);
    return StoreSettings.isPostgres(url)
        ? StoreSettings.postgres(url, store.schemaOf(migration), login(store))
        : StoreSettings.file(settings.home().resolve(url));
  }

  private @Nullable Login login(ServiceConfig.Store store) {
    Secret user = store.user();
    Secret password = store.password();
    return user == null || password == null
        ? null
        : Login.of(
            () -> user.reveal(settings.environment()),
            () -> password.reveal(settings.environment()));
  }

  private static void makeFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Kind.UNREADABLE,
          "the store's folder " + folder + " cannot be made: check owner and permissions",
          e);
    }
  }

  /** The accounts that a rollback works with, by role. */
  Map<Role, String> accounts() {
    return Map.of(
        Role.SOURCE, Lease.account(Role.SOURCE, configuration.source().platform()),
        Role.TARGET, Lease.account(Role.TARGET, configuration.target().platform()));
  }

  /** One account's budget; what earlier processes spent is known to it. */
  Budget budget(Store store, Lease lease, Role role) {
    Manifest manifest = manifest(role);
    return new Budget(
        Lease.account(role, manifest.platform()),
        manifest.limits(),
        new SqlBudgetStore(store, lease.fence(role), settings.time()),
        settings.time(),
        lease::stillOurs);
  }

  /** One system, ready to be spoken to. */
  Account account(CamelContext context, Role role, Budget budget) {
    SystemConfig system =
        role == Role.SOURCE
            ? configuration.migration().systems().source()
            : configuration.migration().systems().target();
    return Accounts.open(
        context,
        new SaasSystem(
            role,
            manifest(role),
            settings.baseUrls().getOrDefault(role, system.url()),
            Credentials.of(name -> secret(role, system, name)),
            role == Role.SOURCE ? Map.of() : configuration.targetJoinKeys()),
        budget,
        settings.time());
  }

  private Manifest manifest(Role role) {
    return role == Role.SOURCE ? configuration.source() : configuration.target();
  }

  private String secret(Role role, SystemConfig system, String name) {
    Secret secret = system.auth().get(name);
    if (secret == null) {
      throw new ConfigurationException(
          "migration.yaml: systems."
              + role.name().toLowerCase(Locale.ROOT)
              + ".auth lacks '"
              + name
              + "', which "
              + system.platform()
              + " needs; write it as ${env:NAME} or ${file:/path}");
    }
    return secret.reveal(settings.environment());
  }

  /** The flows that are in use, and what ops tune of reading this target. */
  String routes() {
    Path home = settings.home();
    try (Stream<Path> all = Files.list(home.resolve("routes"))) {
      Stream<Path> flows =
          all.filter(file -> file.toString().endsWith(".camel.yaml"))
              .filter(
                  file ->
                      configuration.service().kafka() != null || !file.endsWith(Publishing.FILE))
              .filter(file -> !file.endsWith(Gateways.FILE))
              .sorted();
      return Stream.concat(
              flows, Stream.of(PlatformRoutes.file(home, configuration.target().platform())))
          .map(file -> "file:" + file)
          .collect(Collectors.joining(","));
    } catch (IOException e) {
      throw new ConfigurationException(home.resolve("routes") + ": cannot be read");
    }
  }
}
