package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;

/** How a sender proves that a request is its own. */
public enum SignatureScheme {
  @Doc("Standard Webhooks v1: HMAC-SHA256 of id.time.body; the secret is whsec_ and base64.")
  STANDARD,
  @Doc("Standard Webhooks v1a: Ed25519; the secret is the sender's public key, whpk_ and base64.")
  STANDARD_ED25519,
  @Doc("Svix: as standard, with svix- or webhook- headers.")
  SVIX,
  @Doc("Stripe: HMAC-SHA256 of time.body; the secret is used as it stands, whsec_ included.")
  STRIPE,
  @Doc("GitHub: HMAC-SHA256 of the body.")
  GITHUB,
  @Doc("Slack: HMAC-SHA256 of v0:time:body.")
  SLACK,
  @Doc("Shopify: HMAC-SHA256 of the body, base64.")
  SHOPIFY,
  @Doc("Zendesk: HMAC-SHA256 of time and body, base64.")
  ZENDESK,
  @Doc("HubSpot v3: HMAC-SHA256 of method, public URL, body and time.")
  HUBSPOT_V3,
  @Doc("HubSpot v2: SHA-256 of secret, method, public URL and body.")
  HUBSPOT_V2,
  @Doc("HubSpot v1: SHA-256 of secret and body.")
  HUBSPOT_V1,
  @Doc("Twilio: HMAC-SHA1 of the public URL and the sorted form fields.")
  TWILIO,
  @Doc("Typeform: HMAC-SHA256 of the body, base64.")
  TYPEFORM,
  @Doc("Klaviyo: HMAC-SHA256 of body and time.")
  KLAVIYO,
  @Doc("Mailgun: HMAC-SHA256 of time and token inside the body; the rest is not covered.")
  MAILGUN,
  @Doc("SendGrid events: ECDSA of time and body; the secret is the sender's public key.")
  SENDGRID,
  @Doc("Outpost: HMAC-SHA256 of the body; the secret is used as it stands.")
  OUTPOST,
  @Doc("Convoy, advanced form: HMAC-SHA256 of time,body; the header is the project's own.")
  CONVOY,
  @Doc("A fixed token in a header or in the body, compared; also as Basic or Bearer.")
  TOKEN;

  /** Whether the sender signs the URL it called, so that the public one must be known. */
  public boolean signsUrl() {
    return this == HUBSPOT_V3 || this == HUBSPOT_V2 || this == TWILIO;
  }

  /** Whether what is signed holds a time, so that an old request can be told from a new one. */
  public boolean timed() {
    return switch (this) {
      case STANDARD,
          STANDARD_ED25519,
          SVIX,
          STRIPE,
          SLACK,
          ZENDESK,
          HUBSPOT_V3,
          KLAVIYO,
          MAILGUN,
          SENDGRID,
          CONVOY ->
          true;
      default -> false;
    };
  }

  /** Whether we can sign so too, holding the same secret. */
  public boolean signable() {
    return this != STANDARD_ED25519 && this != SENDGRID && this != MAILGUN && this != TOKEN;
  }
}
