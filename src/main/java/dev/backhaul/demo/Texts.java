package dev.backhaul.demo;

import java.util.List;

/** The words of the invented company: names in many scripts, subjects, and what people write. */
public final class Texts {
  /** First names, some of two words. */
  public static final List<String> FIRST =
      List.of(
          "Ann",
          "Lena",
          "José",
          "María José",
          "Zoë",
          "Jean Luc",
          "Łukasz",
          "Søren",
          "Çağla",
          "Иван",
          "Анна",
          "太郎",
          "美咲",
          "محمد",
          "Åsa",
          "Noémie",
          "Anna Maria",
          "Björn",
          "Siân",
          "Priya",
          "Wei",
          "Tomáš",
          "Ioana",
          "Kwame",
          "Moana",
          "Niamh",
          "Hans Peter",
          "Élodie");

  /** Last names, some of two words. */
  public static final List<String> LAST =
      List.of(
          "Lee",
          "Vogt",
          "García",
          "García López",
          "O'Neill",
          "van Dijk",
          "Kowalski",
          "Sørensen",
          "Yılmaz",
          "Петров",
          "Смирнова",
          "山田",
          "鈴木",
          "العلي",
          "Öberg",
          "Dubois",
          "von der Heide",
          "Jónsdóttir",
          "Évans",
          "Sharma",
          "Zhang",
          "Novák",
          "Popescu",
          "Mensah",
          "Te Rangi",
          "Ní Bhriain",
          "Müller-Lüdenscheidt",
          "D’Angelo");

  /** Names of firms. */
  public static final List<String> FIRMS =
      List.of(
          "Nordlicht",
          "Café Müller",
          "Acme Hosting",
          "Blå Bølge",
          "Żubr Logistics",
          "東京精機",
          "Rhône Textiles",
          "Société Générique",
          "Kiwi & Sons",
          "Ångström Labs");

  /** Legal forms. */
  public static final List<String> FORMS =
      List.of("GmbH", "Ltd", "S.A.", "AB", "Inc", "Oy", "株式会社");

  /** What people ask for help with. */
  public static final List<String> TROUBLES =
      List.of(
          "Printer on floor 3 offline",
          "Cannot sign in",
          "Invoice shows the wrong VAT",
          "Login loop after update",
          "Refund for order",
          "Export stops at 50 %",
          "Display flickers 📺",
          "Drucker zieht kein Papier",
          "Mot de passe oublié",
          "Scanner: “paper jam” message",
          "VPN drops every hour",
          "Delivery arrived damaged",
          "Feature request: dark mode",
          "Backup failed at 02:30",
          "画面が真っ黒です");

  /** Sentences of conversations. */
  public static final List<String> LINES =
      List.of(
          "Thanks for the quick answer.",
          "It still happens after a restart.",
          "We tried another cable, same result.",
          "Could you call me this afternoon?",
          "The error says 0x80070057 & nothing else.",
          "Bitte um Rückruf, danke!",
          "Je joins la capture d'écran.",
          "5 < 6 people are affected.",
          "Works now 👍",
          "Customer confirmed on the phone.",
          "Waiting for the spare part.",
          "Same as last month; see the earlier ticket.",
          "ご確認をお願いします。");

  /** Topics of tickets. */
  public static final List<String> TAGS =
      List.of("vip", "printer", "billing", "network", "onsite", "escalated", "spare_part", "hw");

  private Texts() {}

  /** A paragraph of a few sentences. */
  public static String paragraph(Chance chance) {
    StringBuilder out = new StringBuilder();
    for (int i = chance.between(1, 4); i > 0; i--) {
      out.append(out.isEmpty() ? "" : " ").append(chance.pick(LINES));
    }
    return out.toString();
  }

  /** Plain text as the HTML that both platforms show; line ends become breaks. */
  public static String html(String text) {
    return "<p>"
        + text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\r\n", "<br>")
            .replace("\n", "<br>")
        + "</p>";
  }

  /** The first {@code limit} code points, as the go-live script cut its texts. */
  public static String cut(String text, int limit) {
    return text.codePointCount(0, text.length()) <= limit
        ? text
        : text.substring(0, text.offsetByCodePoints(0, limit));
  }
}
