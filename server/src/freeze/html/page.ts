import { createHash } from 'node:crypto';
import type { Edition } from '../edition.ts';
import { PAGE } from './italian.ts';
import { apart, html, Markup, type Piece } from './markup.ts';
import { sealAtHead } from './seal.ts';
import { DRAFT_STYLE, STYLE } from './style.ts';

export const HTML_MEDIA_TYPE = 'text/html; charset=utf-8';

/** One line of the table of contents. */
export interface ContentsEntry {
  /** The id of the element that it leads to. */
  readonly id: string;
  readonly words: string;
  readonly within: readonly ContentsEntry[];
}

/** A page of the dossier: what it is called, where its parts are, what it says, and what closes it. */
export interface Page {
  readonly title: string;
  readonly edition: Edition;
  /** How many errors the plan had, for the seal at its head. */
  readonly errors: number;
  readonly contents: readonly ContentsEntry[];
  /** Begins with the page's only heading of the first level. */
  readonly main: Piece;
  readonly foot: Piece;
}

/**
 * The bytes of a page that needs nothing else: no script, no font, no picture, no address that is asked for anything.
 * Its own policy forbids what it does not need, so that a browser would refuse what somebody smuggled into it.
 */
export function pageBytes({ title, edition, errors, contents, main, foot }: Page): Uint8Array<ArrayBuffer> {
  const isDraft = edition.kind === 'draft';
  const style = isDraft ? `${STYLE}${DRAFT_STYLE}` : STYLE;
  const policy = `default-src 'none'; style-src 'sha256-${base64Digest(style)}'; base-uri 'none'; form-action 'none'`;
  const edge = isDraft ? PAGE.draft : PAGE.numbered(edition.version);
  const page = html`<!DOCTYPE html>
<html lang="it">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${Markup.trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${`${title} · ${edition.planTitle} · ${edge} · ${edition.association}`}</title>
<style>${Markup.trusted(style)}</style>
</head>
<body class="with-contents">
<a class="skip" href="#contenuto">${PAGE.skip}</a>
<header class="head">
<p class="whose">${apart(edition.planTitle)}<span>${apart(edition.association)}</span></p>
${sealAtHead(edition, errors)}
</header>
<nav class="contents" aria-labelledby="indice">
<p id="indice">${PAGE.contents}</p>
${contentsList(contents)}
</nav>
<main id="contenuto" tabindex="-1">
${main}
</main>
<footer class="foot">
${foot}
</footer>
${isDraft ? html`<div class="every-page" aria-hidden="true">${PAGE.draft}</div>\n` : null}</body>
</html>
`;
  return new TextEncoder().encode(page.toString());
}

function contentsList(entries: readonly ContentsEntry[]): Markup | null {
  if (entries.length === 0) return null;
  return html`<ul>
${entries.map(({ id, words, within }) => html`<li><a href="#${id}">${apart(words)}</a>${contentsList(within)}</li>\n`)}</ul>
`;
}

function base64Digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
