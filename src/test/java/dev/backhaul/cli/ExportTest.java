package dev.backhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExportTest {
  @Test
  void cellsAreQuotedWhereTheyMustBe() {
    assertThat(Export.row(List.of("", "a,b", "say \"hi\"", "two\nlines")))
        .isEqualTo(",\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\r\n");
  }

  @Test
  void aSpreadsheetNeverRunsACellAsAFormula() {
    assertThat(Export.row(List.of("=1+1", "+49 30", "-5", "@x")))
        .isEqualTo("'=1+1,'+49 30,-5,'@x\r\n");
  }
}
