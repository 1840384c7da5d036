/** The look of the HTML report: the portal's colours, dark when the reader's system is, plain on paper. */
export const htmlStyle = `
:root { color-scheme: light dark; --bg: #fff; --surface: #f4f7f8; --text: #1a1f27; --muted: #4a5464; --line: #6b7686; --hair: #d3d9df; --header: #0b4a54; --link: #0b57a4; --good: #14652f; --good-soft: #e5f3e9; --warn: #7a4b00; --warn-soft: #fdf1dc; --bad: #a01c1c; --bad-soft: #fbe9e9; --info: #0b5b66; --info-soft: #e3f0f2; --mark: #ffe08a; }
@media (prefers-color-scheme: dark) { :root { --bg: #12161c; --surface: #1a2028; --text: #e8ecf1; --muted: #b3bdc9; --line: #8b97a6; --hair: #343d49; --header: #0b3a42; --link: #8cc3ff; --good: #86d9a0; --good-soft: #15301e; --warn: #f2c46d; --warn-soft: #352a12; --bad: #ff9d9d; --bad-soft: #3a1a1c; --info: #7fd3df; --info-soft: #17333a; --mark: #4a3b00; } }
*, ::before, ::after { box-sizing: border-box; }
html { font: 100%/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; background: var(--bg); color: var(--text); }
body { margin: 0; overflow-wrap: anywhere; }
header { background: var(--header); color: #fff; }
header, main { padding: 1rem max(1rem, calc((100% - 60rem) / 2)) ; }
header a { color: #fff; }
header nav ul { margin: 0 0 .5rem; padding-left: 1.25rem; }
h1 { margin: 0; font-size: 1.6rem; }
header p { margin: .25rem 0 0; }
h2 { font-size: 1.3rem; margin: 1.5rem 0 .75rem; }
h3 { font-size: 1.1rem; margin: 1.5rem 0 .25rem; }
h4 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
p { margin: 0 0 .6rem; }
section + section { border-top: 4px solid var(--header); margin-top: 2.5rem; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
[tabindex='-1']:focus { outline: none; }
code, pre { font: .9em/1.5 ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace; }
pre { white-space: pre-wrap; padding: .6rem .75rem; margin: 0 0 .75rem; background: var(--surface); border: 1px solid var(--hair); }
mark { background: var(--mark); color: inherit; }
cite { font-style: normal; }
.muted, .kind { color: var(--muted); }
.kind { font-weight: 400; }
.good { color: var(--good); } .bad { color: var(--bad); } .warning { color: var(--warn); }
.sentence { font-size: 1.15rem; padding: .6rem .8rem; border-left: 5px solid currentColor; }
.sentence.good { background: var(--good-soft); } .sentence.bad { background: var(--bad-soft); } .sentence.warning { background: var(--warn-soft); }
.counters { display: flex; flex-wrap: wrap; gap: .75rem; list-style: none; padding: 0; }
.counters a { display: inline-block; padding: .3rem 0; }
.severity { font-weight: 650; white-space: nowrap; }
.severity.violation { color: var(--bad); } .severity.warning { color: var(--warn); } .severity.info { color: var(--info); }
.record { border: 1px solid var(--hair); border-radius: 6px; padding: 0 1rem 1rem; margin: 1.25rem 0; }
.results { list-style: none; padding: 0; margin: 0; }
.results > li { border-left: 4px solid var(--line); padding: .1rem 0 .1rem .9rem; margin: 0 0 1.25rem; }
.message { font-size: 1.02rem; }
.also { font-weight: 600; }
dl { margin: 0 0 .6rem; }
dl div { display: flex; flex-wrap: wrap; gap: 0 .6rem; }
dt { color: var(--muted); min-width: 6.5rem; }
dd { margin: 0; flex: 1 1 12rem; }
.raw dt { min-width: 14rem; }
summary { cursor: pointer; padding: .2rem 0; }
table { border-collapse: collapse; margin: 1rem 0 .5rem; }
caption { text-align: left; font-weight: 650; padding-bottom: .35rem; }
th, td { text-align: left; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--hair); vertical-align: top; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.print { display: none; }
@media print {
  :root { color-scheme: light; --bg: #fff; --surface: #fff; --text: #000; --muted: #333; --link: #000; --good: #000; --bad: #000; --warn: #000; --info: #000; --good-soft: #fff; --bad-soft: #fff; --warn-soft: #fff; --mark: #eee; }
  header { background: none; color: #000; padding: 0; } header nav, .counters, details:not([open]) { display: none; } main { padding: 0; }
  .results > li, pre, tr { break-inside: avoid; } h2, h3, h4 { break-after: avoid; } .print { display: inline; } .record { border: 0; padding: 0; }
}
`;
