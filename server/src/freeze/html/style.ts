/**
 * How the pages look: on screens of any width, light or dark, and on A4. No font comes along: each system's own is
 * read most easily, and the pages must not ask anybody for anything. All colours of words have at least 4.5:1 on theirs.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #fff; --raised: #f4f6f8; --ink: #16191d; --quiet: #565d66; --line: #9aa1aa; --faint: #d5d9de;
  --link: #0b5394; --wrong: #b00020; --right: #1c6b33; --warn: #7a4d00;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #14171a; --raised: #1f2429; --ink: #e8eaed; --quiet: #b3bac2; --line: #6b737c; --faint: #3a4149;
    --link: #93c1f5; --wrong: #ffa3ad; --right: #8fd6a3; --warn: #f0c36d;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { background: var(--ground); color: var(--ink); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 78rem; overflow-wrap: anywhere; line-height: 1.5;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
a { color: var(--link); text-underline-offset: 0.15em; }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: -99rem; padding: 0.5rem 1rem; background: var(--ground); }
.skip:focus { left: 1rem; top: 1rem; z-index: 2; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 2rem 0 0.75rem; text-wrap: balance; }
h1 { font-size: 1.6rem; margin-top: 0; }
h2 { font-size: 1.3rem; margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--faint); }
h3 { font-size: 1.1rem; }
h4, h5, h6 { font-size: 1rem; }
p, ul, ol, dl { margin: 0 0 0.75rem; }
ul, ol { padding-inline-start: 1.5rem; }
li > ul, li > ol { margin-bottom: 0.25rem; }
.quiet, .guidance, .hint { color: var(--quiet); }
.guidance, .hint { font-style: italic; }
.note { font-size: 0.9rem; }
.over-title { font-weight: 700; margin-bottom: 0.5rem; }
.line { margin: 0.75rem 0 1.25rem; }
.wrong { color: var(--wrong); font-style: italic; white-space: normal; }
.hidden {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.digest { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "Courier New", monospace; font-size: 0.9rem; }
.figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }

.head { margin-bottom: 2rem; }
.whose { font-size: 1.1rem; font-weight: 600; margin-bottom: 1rem; }
.whose span { display: block; font-weight: 400; font-size: 1rem; color: var(--quiet); }
.seal { border: 1px solid var(--line); border-radius: 6px; background: var(--raised); padding: 1rem 1.25rem; }
.seal > :last-child, .box > :last-child { margin-bottom: 0; }
.seal h2 { margin: 0 0 0.75rem; padding: 0; border: 0; font-size: 1.1rem; }
.seal h3 { margin: 1rem 0 0.25rem; font-size: 1rem; }
.facts { display: grid; grid-template-columns: fit-content(14rem) minmax(0, 1fr); gap: 0.25rem 1.25rem; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; }
.draft { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; align-items: baseline; margin-bottom: 1rem; }
.draft strong { font-size: 1.6rem; letter-spacing: 0.15em; color: var(--wrong); }
.every-page { display: none; }

.contents { border: 1px solid var(--faint); border-radius: 6px; padding: 1rem 1.25rem; margin-bottom: 2rem; }
.contents p { font-weight: 700; margin-bottom: 0.5rem; }
.contents ul { list-style: none; padding: 0; margin: 0; }
.contents ul ul { padding-inline-start: 1rem; font-size: 0.95em; }
.contents a { display: inline-block; padding: 0.15rem 0; text-decoration: none; }
.contents a:hover { text-decoration: underline; }
@media (min-width: 64rem) {
  .with-contents { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 0 3rem; }
  .with-contents > .head, .with-contents > .foot { grid-column: 1 / -1; }
  .with-contents > .contents {
    align-self: start; position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow-y: auto; font-size: 0.9rem;
  }
}
.foot { margin-top: 3rem; }
.form-foot { margin-top: 1.5rem; text-align: center; color: var(--quiet); font-size: 0.9rem; }

.box { border: 1px solid var(--line); padding: 0.75rem 1rem; margin: 0 0 1.25rem; }
.box > :first-child, .box > .label { margin-top: 0; }
.label { font-size: 1rem; margin: 0 0 0.5rem; }
.unanswered { min-height: 3rem; }
.points { list-style: none; padding: 0; }
.points li { display: grid; grid-template-columns: 2.75rem minmax(0, 1fr); margin-bottom: 0.35rem; }

/* The shadow at an edge goes when there is nothing more to see on that side. What is hidden within stays within. */
.scroll {
  position: relative; overflow-x: auto; margin: 0 0 1.25rem; max-width: 100%;
  background:
    linear-gradient(to right, var(--ground) 50%, transparent) left / 2rem 100% no-repeat local,
    linear-gradient(to left, var(--ground) 50%, transparent) right / 2rem 100% no-repeat local,
    linear-gradient(to right, var(--faint), transparent) left / 0.6rem 100% no-repeat,
    linear-gradient(to left, var(--faint), transparent) right / 0.6rem 100% no-repeat;
}
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; line-height: 1.4; }
caption { text-align: start; }
caption.box-label { border: 1px solid var(--line); border-bottom: 0; padding: 0.5rem 0.6rem; font-weight: 700; }
caption .label { margin: 0; }
th, td { border: 1px solid var(--line); padding: 0.4rem 0.6rem; text-align: start; vertical-align: top; }
thead th, .group { background: var(--raised); }
thead th { overflow-wrap: break-word; }
th[scope="row"], .group-number { font-weight: 400; }
.sum th, .sum td { font-weight: 700; }
th.figure { white-space: normal; }
.words { min-width: 11rem; }
.short { white-space: nowrap; }
.narrow { width: 2.5rem; }
.moment { min-width: 8.5rem; }
.few { min-width: 5.5rem; }
.blank td { height: 2rem; }

.state { font-weight: 600; white-space: nowrap; }
.state.broken, .state.error { color: var(--wrong); }
.state.holds { color: var(--right); }
.state.warning, .state.unknown { color: var(--warn); }
.rule { border: 1px solid var(--line); padding: 0.75rem 1rem; margin: 0 0 1.25rem; }
.rule h3 { margin: 0 0 0.5rem; }
.rule .scroll { margin-bottom: 0; }
.rule.is-broken { border-inline-start: 4px solid var(--wrong); }

@media (max-width: 30rem) {
  .facts { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .facts dd { margin-bottom: 0.5rem; }
  h1 { font-size: 1.35rem; }
  h2 { font-size: 1.15rem; }
  .seal, .contents { padding: 0.75rem 1rem; }
}

@page {
  size: A4; margin: 18mm 18mm 20mm;
  @bottom-right { content: "pagina " counter(page) " di " counter(pages); font: 8pt Arial, sans-serif; color: #565d66; }
}
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; line-height: 1.35; }
  .skip, .contents { display: none; }
  .with-contents { display: block; }
  h1, h2, h3, h4, h5, h6, caption { break-after: avoid; break-inside: avoid; }
  h1 { font-size: 15pt; }
  h2 { font-size: 12pt; margin-top: 20pt; }
  h3, h4, h5, h6, .label { font-size: 10pt; }
  p, li { orphans: 2; widows: 2; }
  table { font-size: 9pt; }
  .scroll { overflow: visible; background: none; }
  .words, .moment { min-width: 0; }
  .few { min-width: 6em; }
  th, td { padding: 3pt 5pt; }
  .scroll:not(:has(tr:nth-child(9))) { break-inside: avoid; }
  thead { display: table-header-group; break-after: avoid; }
  thead + tbody, .hints + tbody, tbody.sums, .scroll + .line { break-before: avoid; }
  .guidance:has(+ .scroll) { break-after: avoid; }
  .box { -webkit-box-decoration-break: clone; box-decoration-break: clone; }
  tr, .rule, .seal { break-inside: avoid; }
  .seal { background: none; }
  thead th, .group { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .note { font-size: 9pt; }
  a { color: inherit; }
}
`;

/** What comes to it on a draft: each printed page says that it is one. */
export const DRAFT_STYLE = `
@page { @top-center { content: "BOZZA"; font: bold 12pt Arial, sans-serif; letter-spacing: 3pt; color: #b00020; } }
@media print {
  .every-page {
    display: block; position: fixed; inset: 0; margin: auto; width: max-content; height: max-content; z-index: -1;
    transform: rotate(-45deg); font: bold 110pt Arial, sans-serif; letter-spacing: 8pt; color: #efefef;
    -webkit-print-color-adjust: exact; print-color-adjust: exact;
  }
}
`;
