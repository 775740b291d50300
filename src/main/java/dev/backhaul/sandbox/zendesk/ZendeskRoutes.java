package dev.backhaul.sandbox.zendesk;

import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Router;
import java.util.function.Function;

/** Which path leads to which resource. */
final class ZendeskRoutes {
  private static final String API = "/api/v2";

  private final Router router = new Router();
  private final Function<Request, Call.Actor> actors;
  private final Merging merging;

  ZendeskRoutes(Desk desk, Jobs jobs, Function<Request, Call.Actor> actors) {
    this.actors = actors;
    RuleActions actions = new RuleActions(desk);
    Conversation conversation = new Conversation(desk);
    TicketEdit edit = new TicketEdit(desk, actions, conversation);
    users(new Users(desk, jobs));
    organizations(new Organizations(desk, jobs));
    merging = new Merging(desk, edit, conversation, jobs);
    on("POST", "/tickets/{id}/merge", merging::tickets);
    on("PUT", "/users/{id}/merge", merging::users);
    on("POST", "/organizations/{id}/merge", merging::organizations);
    on("GET", "/organizations/{id}/merges", merging::organizationMerges);
    on("GET", "/search/count", new Search(desk)::count);
    tickets(new Tickets(desk, edit, jobs), conversation);
    Imports imports = new Imports(desk, edit, conversation, jobs);
    on("POST", "/imports/tickets", imports::create);
    on("POST", "/imports/tickets/create_many", imports::createMany);
    on("GET", "/job_statuses", jobs::list);
    on("GET", "/job_statuses/show_many", jobs::showMany);
    on("GET", "/job_statuses/{id}", jobs::show);
    rules(new Rules(desk, desk.state.triggers, "trigger", "triggers"), "/triggers");
    rules(new Rules(desk, desk.state.automations, "automation", "automations"), "/automations");
    on("GET", "/webhooks", call -> Rules.webhooks(desk, call));
    on("GET", "/webhooks/{id}", call -> Rules.webhook(desk, call));
    on("PATCH", "/webhooks/{id}", call -> Rules.changeWebhook(desk, call));
    on("PUT", "/webhooks/{id}", call -> Rules.changeWebhook(desk, call));
    uploads(new Uploads(desk));
    fields(new Fields(desk));
    Incremental incremental = new Incremental(desk);
    on("GET", "/incremental/{resource}", incremental::byTime);
    on("GET", "/incremental/{resource}/cursor", incremental::byCursor);
    new Automations(desk, actions, edit).start();
  }

  Router router() {
    return router;
  }

  Merging merging() {
    return merging;
  }

  private void on(String method, String path, Call.Endpoint endpoint) {
    router.on(
        method,
        API + path,
        (request, places) -> endpoint.answer(new Call(request, places, actors.apply(request))));
  }

  private void users(Users users) {
    on("GET", "/users", users::list);
    on("GET", "/users/count", users::count);
    on("GET", "/users/me", users::me);
    on("GET", "/users/show_many", users::showMany);
    on("GET", "/users/search", users::search);
    on("GET", "/users/{id}", users::show);
    on("POST", "/users", users::create);
    on("POST", "/users/create_many", users::createMany);
    on("POST", "/users/create_or_update", users::upsert);
    on("POST", "/users/create_or_update_many", users::upsertMany);
    on("PUT", "/users/update_many", users::updateMany);
    on("PUT", "/users/{id}", users::update);
    on("DELETE", "/users/{id}", users::delete);
    on("GET", "/deleted_users", users::deleted);
    on("GET", "/users/{id}/identities", users::identities);
    on("PUT", "/users/{id}/identities/{identity}/make_primary", users::makePrimary);
    on("DELETE", "/users/{id}/identities/{identity}", users::deleteIdentity);
  }

  private void organizations(Organizations organizations) {
    on("GET", "/organizations", organizations::list);
    on("GET", "/organizations/count", organizations::count);
    on("GET", "/organizations/show_many", organizations::showMany);
    on("GET", "/organizations/search", organizations::search);
    on("GET", "/organizations/autocomplete", organizations::autocomplete);
    on("GET", "/organizations/{id}", organizations::show);
    on("POST", "/organizations", organizations::create);
    on("POST", "/organizations/create_many", organizations::createMany);
    on("POST", "/organizations/create_or_update", organizations::upsert);
    on("PUT", "/organizations/update_many", organizations::updateMany);
    on("PUT", "/organizations/{id}", organizations::update);
    on("DELETE", "/organizations/{id}", organizations::delete);
  }

  private void tickets(Tickets tickets, Conversation conversation) {
    on("GET", "/tickets", tickets::list);
    on("GET", "/tickets/count", tickets::count);
    on("GET", "/tickets/show_many", tickets::showMany);
    on("GET", "/tickets/{id}", tickets::show);
    on("GET", "/tickets/{id}/comments", conversation::list);
    on("GET", "/tickets/{id}/audits", tickets::audits);
    on("POST", "/tickets", tickets::create);
    on("POST", "/tickets/create_many", tickets::createMany);
    on("PUT", "/tickets/update_many", tickets::updateMany);
    on("PUT", "/tickets/{id}", tickets::update);
    on("DELETE", "/tickets/{id}", tickets::delete);
    on("GET", "/deleted_tickets", tickets::deleted);
    on("PUT", "/deleted_tickets/{id}/restore", tickets::restore);
  }

  private void rules(Rules rules, String path) {
    on("GET", path, rules::list);
    on("GET", path + "/{id}", rules::show);
    on("PUT", path + "/update_many", rules::updateMany);
    on("PUT", path + "/{id}", rules::update);
  }

  private void uploads(Uploads uploads) {
    on("POST", "/uploads", uploads::create);
    on("DELETE", "/uploads/{id}", uploads::delete);
    on("GET", "/attachments/{id}", uploads::show);
    router.on(
        "GET",
        "/attachments/token/{id}",
        (request, places) -> uploads.content(new Call(request, places, actors.apply(request))));
  }

  private void fields(Fields fields) {
    on("GET", "/ticket_fields", fields::ticketFields);
    on("GET", "/user_fields", fields::userFields);
    on("GET", "/organization_fields", fields::organizationFields);
    on("GET", "/groups", fields::groups);
    on("GET", "/account/settings", fields::settings);
  }
}
