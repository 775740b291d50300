package dev.backhaul.platform;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/** Asks the account for one operation; request and answer are message bodies. */
final class PlatformProducer extends DefaultProducer {
  private final Role role;
  private final String object;
  private final Operation operation;

  PlatformProducer(PlatformEndpoint endpoint, Role role, String object, Operation operation) {
    super(endpoint);
    this.role = role;
    this.object = object;
    this.operation = operation;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    String name = PlatformComponent.bean(role);
    Account account =
        getEndpoint().getCamelContext().getRegistry().lookupByNameAndType(name, Account.class);
    if (account == null) {
      throw new IllegalStateException(
          "no account is open as '" + name + "'; open it before this route runs");
    }
    exchange.getMessage().setBody(answer(account, exchange.getIn()));
  }

  private Object answer(Account account, Message in) throws Exception {
    return switch (operation) {
      case PROBE -> account.probe();
      case CHANGES -> account.changes(object, in.getMandatoryBody(ChangesRequest.class));
      case COUNT -> account.count(object, in.getMandatoryBody(CountRequest.class));
      case READ -> account.read(object, in.getMandatoryBody(ReadRequest.class));
      case HISTORY -> account.history(object, in.getMandatoryBody(HistoryRequest.class));
      case WRITE -> account.write(object, writes(in.getMandatoryBody(List.class)));
      case JOB -> {
        JobRequest job = in.getMandatoryBody(JobRequest.class);
        yield account.job(object, job.job(), job.writes());
      }
      case BLOB ->
          in.getBody() instanceof Blob file
              ? account.upload(file.name(), file.type(), file.content())
              : account.open(object, in.getMandatoryBody(String.class));
      case SILENCE -> account.silence(in.getMandatoryBody(SilenceRequest.class));
    };
  }

  private static List<Write> writes(List<?> body) {
    return body.stream().map(Write.class::cast).toList();
  }
}
