namespace RxRecs.Analytics;

/// <summary>The style sheet of the page of <c>insights</c>.</summary>
internal static class InsightStyle
{
    public const string Css = """
        :root {
          --ground: #f5f6f8; --card: #fff; --rim: #e1e4ea; --text: #161a22; --quiet: #565f6e; --grid: #e6e9ee;
          --one: #5a3fd0; --two: #0b7285; --three: #b4530a; --up: #0f7344; --down: #b0322a;
          color-scheme: light dark;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #0d1016; --card: #151a22; --rim: #28303c; --text: #e9edf3; --quiet: #9ca7b7; --grid: #262e3a;
            --one: #a997ff; --two: #5cc8d8; --three: #f4a261; --up: #4fd39a; --down: #ff8f85;
          }
        }
        *, *::before, *::after { box-sizing: border-box; }
        body {
          margin: 0 auto; max-width: 76rem; padding: 1.25rem clamp(0.75rem, 2.5vw, 2rem) 2rem;
          background: var(--ground); color: var(--text);
          font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
          font-variant-numeric: tabular-nums;
        }
        h1, h2, h3, p, dl, dd, figure, ul { margin: 0; padding: 0; }
        h1 { font-size: 1.375rem; letter-spacing: -0.015em; line-height: 1.3; }
        h2 { margin: 1.75rem 0 0.75rem; font-size: 1.125rem; }
        h3 { font-size: 0.9375rem; font-weight: 650; }
        .quiet, figcaption p { color: var(--quiet); font-size: 0.8125rem; }
        .grid3, .grid2 { display: grid; gap: 0.75rem; }
        .grid3 { grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); }
        .grid2 { grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); }
        .card {
          min-width: 0; padding: 0.875rem 1rem;
          border: 1px solid var(--rim); border-radius: 0.75rem; background: var(--card);
        }
        .figure .value {
          font-size: 1.5rem; font-weight: 650; letter-spacing: -0.02em; line-height: 1.25; overflow-wrap: anywhere;
        }
        .figure dt { color: var(--quiet); font-size: 0.8125rem; }
        .up { color: var(--up); } .down { color: var(--down); }
        .plot { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 0.5rem; margin-top: 0.5rem; }
        .plot .scale { display: flex; flex-direction: column; justify-content: space-between; text-align: right; }
        .plot .scale, .plot .dates { color: var(--quiet); font-size: 0.75rem; line-height: 1; }
        .plot .dates { grid-column: 2; display: flex; justify-content: space-between; padding-top: 0.375rem; }
        svg { display: block; width: 100%; }
        .chart { height: 8.5rem; overflow: visible; }
        .spark { width: 5.5rem; height: 1.5rem; }
        .grid { stroke: var(--grid); stroke-width: 1; vector-effect: non-scaling-stroke; }
        .line {
          fill: none; stroke: var(--one); stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round;
          vector-effect: non-scaling-stroke;
        }
        .line.two { stroke: var(--two); } .line.three { stroke: var(--three); }
        .band { fill: var(--one); opacity: 0.16; }
        .band.two { fill: var(--two); } .band.three { fill: var(--three); }
        .rising .line { stroke: var(--up); } .falling .line { stroke: var(--down); }
        .key { list-style: none; margin-top: 0.5rem; font-size: 0.8125rem; }
        .key li { display: flex; flex-wrap: wrap; gap: 0 0.5rem; align-items: baseline; padding: 0.125rem 0; }
        .key li::before { content: ""; width: 0.75rem; height: 0.1875rem; align-self: center; background: var(--one); }
        .key li.two::before { background: var(--two); } .key li.three::before { background: var(--three); }
        table { width: 100%; margin-top: 0.5rem; border-collapse: collapse; font-size: 0.8125rem; line-height: 1.35; }
        th, td {
          padding: 0.375rem 0.5rem 0.375rem 0; border-top: 1px solid var(--rim); text-align: left; vertical-align: top;
        }
        thead th { border: 0; color: var(--quiet); font-weight: 500; }
        tbody th { width: 40%; min-width: 6.5rem; font-weight: 600; overflow-wrap: anywhere; }
        th small { display: block; color: var(--quiet); font-weight: 400; font-size: 0.75rem; }
        .missing table { margin: 0; }
        .missing tr:first-child td { border: 0; }
        .missing .number { width: 1%; padding-right: 1rem; }
        .number { text-align: right; white-space: nowrap; }
        td:last-child, th:last-child { padding-right: 0; }
        @media (max-width: 30rem) {
          .course { display: none; }
          .grid3 { grid-template-columns: repeat(2, minmax(0, 1fr)); }
          .card { padding: 0.75rem; }
          .figure .value { font-size: 1.25rem; }
        }
        @media (forced-colors: active) { .line { stroke: CanvasText; } }
        @media print { body { background: none; } .card { break-inside: avoid; } }
        """;
}
