package dev.backhaul.integration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One kind with its sandbox: what stands there at the beginning, and what happens there.
 *
 * @param rows shelf, id and row of each item; single quotes stand for double ones, TARGET for the
 *     address of the old receiver
 * @param spec the rest of its line in integrations.yaml
 * @param item the item that is held
 * @param topic what happens at the provider; null where its webhooks are not played
 */
record KindRun(
    String kind,
    String provider,
    List<String[]> rows,
    String spec,
    Map<String, String> secrets,
    String item,
    @Nullable String topic,
    String payload) {
  private static final Map<String, String> TOKEN = Map.of("token", "sandbox");

  static KindRun of(String kind, String provider, String item) {
    return new KindRun(kind, provider, List.of(), "", TOKEN, item, null, "{}");
  }

  KindRun row(String shelf, String id, String row) {
    List<String[]> all = new ArrayList<>(rows);
    all.add(new String[] {shelf, id, row});
    return new KindRun(kind, provider, all, spec, secrets, item, topic, payload);
  }

  KindRun spec(String more) {
    return new KindRun(kind, provider, rows, spec + ", " + more, secrets, item, topic, payload);
  }

  KindRun secrets(Map<String, String> all) {
    return new KindRun(kind, provider, rows, spec, all, item, topic, payload);
  }

  KindRun fires(String what, String with) {
    return new KindRun(kind, provider, rows, spec, secrets, item, what, with);
  }

  static ObjectNode tree(String text) {
    try {
      return (ObjectNode) Json.mapper().readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  void seed(ProviderRig rig) {
    rig.sandbox.run(
        () ->
            rows.forEach(
                row ->
                    rig.provider()
                        .shelf(row[0])
                        .put(row[1], tree(row[2].replace("TARGET", rig.target())))));
  }

  void fire(ProviderRig rig) {
    String what = topic;
    if (what != null) {
      rig.sandbox.run(() -> rig.provider().fire(what, tree(payload)));
    }
  }

  /** All kinds that are proven by requests against a sandbox of their own. */
  static List<KindRun> all() {
    return List.of(
        of("stripe-webhooks", "stripe", "we_1")
            .row(
                "webhook_endpoints",
                "we_1",
                "{'id':'we_1','url':'TARGET','status':'enabled','enabled_events':['*'],'secret':'whsec_1','metadata':{}}")
            .fires("invoice.paid", "{}"),
        of("github-webhooks", "github", "7")
            .spec("values: {owner: acme, repo: shop}")
            .row(
                "hooks",
                "7",
                "{'id':7,'repo':'acme/shop','name':'web','active':true,'events':['push'],'config':{'url':'TARGET','content_type':'json','insecure_ssl':'0','secret':'s'}}")
            .fires("push", "{}"),
        of("shopify-webhooks", "shopify", "gid://shopify/WebhookSubscription/1")
            .spec("values: {version: 2025-10}")
            .row(
                "webhook_subscriptions",
                "gid://shopify/WebhookSubscription/1",
                "{'id':'gid://shopify/WebhookSubscription/1','topic':'ORDERS_CREATE','uri':'TARGET','format':'JSON'}")
            .fires("ORDERS_CREATE", "{}"),
        of("slack-app", "slack", "A1")
            .spec("items: {A1: {}}")
            .row(
                "apps",
                "A1",
                "{'display_information':{'name':'Desk'},'features':{'slash_commands':[{'command':'/t','url':'TARGET'}]},'settings':{'event_subscriptions':{'request_url':'TARGET','bot_events':['message.im']},'interactivity':{'is_enabled':true,'request_url':'TARGET'}}}")
            .fires("message.im", "{}"),
        of("mailchimp-webhooks", "mailchimp", "h1")
            .spec("values: {list: l1}")
            .row(
                "webhooks",
                "h1",
                "{'id':'h1','list_id':'l1','url':'TARGET','events':{'subscribe':true},'sources':{'user':true,'admin':true,'api':false}}")
            .fires("subscribe", "{'list_id':'l1'}"),
        of("klaviyo-webhooks", "klaviyo", "w1")
            .spec("items: {w1: {url: TARGET}}")
            .row(
                "webhooks",
                "w1",
                "{'type':'webhook','id':'w1','attributes':{'name':'crm','endpoint_url':'TARGET','secret_key':'0123456789abcdef','enabled':true},'relationships':{'webhook-topics':{'data':[{'type':'webhook-topic','id':'event:x'}]}}}")
            .fires("event:x", "{}"),
        of("klaviyo-flows", "klaviyo", "f1")
            .row(
                "flows",
                "f1",
                "{'type':'flow','id':'f1','attributes':{'name':'hi','status':'live'}}")
            .row(
                "flow_actions",
                "a1",
                "{'type':'flow-action','id':'a1','flow':'f1','attributes':{'status':'live'}}"),
        of("customerio-webhooks", "customerio", "3")
            .row(
                "webhooks",
                "3",
                "{'id':3,'name':'crm','endpoint':'TARGET','events':['sent'],'disabled':false,'full_resolution':true,'with_content':true}")
            .fires("sent", "{}"),
        of("segment-destinations", "segment", "d1")
            .row(
                "destinations",
                "d1",
                "{'id':'d1','name':'crm','enabled':true,'sourceId':'s1','settings':{'url':'TARGET'}}")
            .fires("track", "{}"),
        of("microsoft-graph", "graph", "s1")
            .row(
                "subscriptions",
                "s1",
                "{'id':'s1','changeType':'updated','notificationUrl':'TARGET','resource':'users/1/events','expirationDateTime':'2026-11-24T00:00:00Z','clientState':'cs'}")
            .secrets(Map.of("token", "sandbox", "clientState", "cs"))
            .spec("credentials: {token: \"${env:T}\", clientState: \"${env:T}\"}")
            .fires("users/1/events/9", "{}"),
        of("ringcentral", "ringcentral", "s1")
            .row(
                "subscriptions",
                "s1",
                "{'id':'s1','status':'Active','eventFilters':['/calls'],'deliveryMode':{'transportType':'WebHook','address':'TARGET','validationToken':'vt'},'expiresIn':600000,'expirationTime':'2026-11-30T00:00:00Z'}")
            .secrets(Map.of("token", "sandbox", "validationToken", "vt"))
            .spec("credentials: {token: \"${env:T}\", validationToken: \"${env:T}\"}")
            .fires("/calls", "{}"),
        of("twilio-numbers", "twilio", "PN1")
            .spec("values: {account: ACsandbox00000000000000000000000000}")
            .secrets(Map.of("user", "ACsandbox00000000000000000000000000", "password", "sandbox"))
            .row(
                "numbers",
                "PN1",
                "{'sid':'PN1','phone_number':'+1555','voice_url':'TARGET','voice_method':'POST','sms_url':'TARGET','trunk_sid':null,'voice_application_sid':null}")
            .row(
                "numbers",
                "PN2",
                "{'sid':'PN2','phone_number':'+1556','voice_url':'TARGET','trunk_sid':'TK1'}")
            .fires("voice", "{'To':'+1555'}"),
        of("mailgun-routes", "mailgun", "r1")
            .secrets(Map.of("user", "api", "password", "sandbox"))
            .row(
                "routes",
                "r1",
                "{'id':'r1','priority':1,'description':'desk','expression':'catch_all()','actions':['forward(\\'TARGET\\')','stop()']}"
                    .replace("\\'", "\\\""))
            .fires("mail", "{'recipient':'help@acme.test'}"),
        of("postmark-inbound", "postmark", "1")
            .row(
                "servers",
                "1",
                "{'ID':1,'Name':'desk','InboundHookUrl':'TARGET','InboundDomain':'d','InboundHash':'h'}")
            .fires("inbound", "{}"),
        of("sendgrid-events", "sendgrid", "e1")
            .row(
                "event_webhooks",
                "e1",
                "{'id':'e1','friendly_name':'crm','url':'TARGET','enabled':true,'delivered':true}")
            .fires("delivered", "{}"),
        of("sendgrid-parse", "sendgrid", "in.acme.test")
            .row(
                "parse",
                "in.acme.test",
                "{'hostname':'in.acme.test','url':'TARGET','spam_check':true,'send_raw':true}")
            .fires("inbound", "{'hostname':'in.acme.test'}"),
        of("typeform-webhooks", "typeform", "crm")
            .secrets(Map.of("token", "sandbox", "signing", "tf"))
            .spec("values: {form: f1}, credentials: {token: \"${env:T}\", signing: \"${env:T}\"}")
            .row(
                "webhooks",
                "f1/crm",
                "{'id':'w1','form_id':'f1','tag':'crm','url':'TARGET','enabled':true,'verify_ssl':false,'secret':'tf','event_types':{'form_response':true}}")
            .fires("form_response", "{'form_id':'f1'}"),
        of("n8n-workflows", "n8n", "1")
            .row(
                "workflows",
                "1",
                "{'id':'1','name':'sync','active':true,'target':'TARGET','nodes':[]}")
            .fires("schedule", "{}"),
        of("make-scenarios", "make", "5")
            .spec("values: {team: '1'}")
            .row(
                "scenarios",
                "5",
                "{'id':5,'name':'sync','teamId':1,'isActive':true,'hookId':9,'target':'TARGET'}")
            .row("hooks", "9", "{'id':9,'scenarioId':5,'enabled':true}"),
        of("okta-provisioning", "okta", "0oa1")
            .row(
                "apps",
                "0oa1",
                "{'id':'0oa1','label':'Desk','status':'ACTIVE','features':['PUSH_NEW_USERS']}")
            .row("connections", "0oa1", "{'authScheme':'TOKEN','status':'ENABLED'}")
            .row("assignments", "u1", "{'id':'u1','app':'0oa1','scope':'GROUP'}"),
        of("okta-event-hooks", "okta", "who1")
            .row(
                "event_hooks",
                "who1",
                "{'id':'who1','name':'crm','status':'ACTIVE','verificationStatus':'VERIFIED','events':{'type':'EVENT_TYPE','items':['user.created']},'channel':{'config':{'uri':'TARGET'}}}")
            .fires("user.created", "{}"),
        of("okta-group-rules", "okta", "g1")
            .row("rules", "g1", "{'id':'g1','name':'agents','status':'ACTIVE'}"),
        of("chargebee-webhooks", "chargebee", "whe_1")
            .secrets(Map.of("token", "c2FuZGJveDo="))
            .row(
                "webhook_endpoints",
                "whe_1",
                "{'id':'whe_1','name':'crm','url':'TARGET','disabled':false,'enabled_events':['*'],'api_version':'v2'}")
            .fires("payment_failed", "{}"),
        of("hubspot-app-webhooks", "hubspot-apps", "99")
            .spec("items: {'99': {}}")
            .row(
                "settings",
                "99",
                "{'targetUrl':'TARGET','throttling':{'maxConcurrentRequests':10}}")
            .row(
                "subscriptions",
                "1",
                "{'id':'1','app':'99','eventType':'contact.creation','active':true}")
            .fires("contact.creation", "{}"),
        of("hubspot-subscriptions", "hubspot-apps", "1")
            .spec("values: {app: '99'}")
            .row(
                "settings",
                "99",
                "{'targetUrl':'TARGET','throttling':{'maxConcurrentRequests':10}}")
            .row(
                "subscriptions",
                "1",
                "{'id':'1','app':'99','eventType':'contact.creation','active':true}")
            .fires("contact.creation", "{}"));
  }
}
