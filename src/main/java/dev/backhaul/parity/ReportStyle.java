package dev.backhaul.parity;

/** How the report looks: on paper, by day and by night. */
final class ReportStyle {
  /** A style element; no script, nothing loaded from elsewhere. */
  static final String CSS =
      """
      <style>
      :root { color-scheme: light dark; --ink: #1c2430; --paper: #ffffff; --soft: #5b6675;
        --line: #d8dee6; --stripe: #f5f7fa; --good: #116633; --goodpaper: #e7f5ec;
        --bad: #9b1c1c; --badpaper: #fdecec; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e4e8ee; --paper: #14181e; --soft: #9aa6b5;
        --line: #303844; --stripe: #1b2129; --good: #7fd6a0; --goodpaper: #17301f;
        --bad: #ff9d9d; --badpaper: #3a1a1a; } }
      body { margin: 0; background: var(--paper); color: var(--ink);
        font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
      main { max-width: 70rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
      h1 { font-size: 1.7rem; margin: 0 0 1rem; }
      h2 { font-size: 1.2rem; margin: 2.25rem 0 .6rem; border-bottom: 1px solid var(--line); }
      h3 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
      p.good, p.bad { padding: .5rem .8rem; border-radius: .4rem; }
      p.good { color: var(--good); background: var(--goodpaper); }
      p.bad { color: var(--bad); background: var(--badpaper); font-weight: 600; }
      p.quiet { color: var(--soft); overflow-wrap: anywhere; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; margin: 0; }
      dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; font-size: .92rem; }
      th { text-align: left; color: var(--soft); font-weight: 600; vertical-align: bottom; }
      th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
      tbody tr:nth-child(even) { background: var(--stripe); }
      td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
      @media print { main { max-width: none; padding: 0; } .wide { overflow: visible; }
        h2, h3 { break-after: avoid; } tr { break-inside: avoid; } }
      </style>
      """;

  private ReportStyle() {}
}
