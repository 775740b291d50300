package dev.backhaul.sandbox.provider;

import dev.backhaul.sandbox.Sandbox;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** All simulated providers, by name. */
public final class Providers {
  private static final Map<String, Function<Parts, Provider>> MAKERS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("chargebee", ChargebeeProvider::new),
              Map.entry("customerio", CustomerioProvider::new),
              Map.entry("github", GithubProvider::new),
              Map.entry("google-calendar", CalendarProvider::new),
              Map.entry("graph", GraphProvider::new),
              Map.entry("hubspot-apps", HubspotAppsProvider::new),
              Map.entry("klaviyo", KlaviyoProvider::new),
              Map.entry("mailchimp", MailchimpProvider::new),
              Map.entry("mailgun", MailgunProvider::new),
              Map.entry("make", MakeProvider::new),
              Map.entry("n8n", N8nProvider::new),
              Map.entry("okta", OktaProvider::new),
              Map.entry("postmark", PostmarkProvider::new),
              Map.entry("ringcentral", RingcentralProvider::new),
              Map.entry("segment", SegmentProvider::new),
              Map.entry("sendgrid", SendgridProvider::new),
              Map.entry("shopify", ShopifyProvider::new),
              Map.entry("slack", SlackProvider::new),
              Map.entry("stripe", StripeProvider::new),
              Map.entry("twilio", TwilioProvider::new),
              Map.entry("typeform", TypeformProvider::new),
              Map.entry("zapier", ZapierProvider::new)));

  private Providers() {}

  /** The names. */
  public static Set<String> names() {
    return MAKERS.keySet();
  }

  /** An empty account of a provider; its webhooks go to the loopback address only. */
  public static Sandbox sandbox(String name, InstantSource clock) {
    return sandbox(name, clock, new HttpCourier(Map.of()));
  }

  /** An empty account of a provider, whose webhooks this courier brings. */
  public static Sandbox sandbox(String name, InstantSource clock, Courier courier) {
    Function<Parts, Provider> maker = MAKERS.get(name);
    if (maker == null) {
      throw new IllegalArgumentException(
          "no provider '" + name + "'; there are " + MAKERS.keySet());
    }
    return new Sandbox(
        clock,
        (timeline, ledger, limits) -> maker.apply(new Parts(timeline, ledger, limits, courier)));
  }

  /** The provider of a sandbox that {@link #sandbox} made. */
  public static Provider of(Sandbox sandbox) {
    return (Provider) sandbox.platform();
  }
}
