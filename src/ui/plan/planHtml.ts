import { type PageHtmlParts, pageHtml } from "../common/pageHtml.ts";

/** The empty page of a plan. */
export function planHtml(parts: PageHtmlParts): string {
  return pageHtml(
    parts,
    `<header>
<h1 id="title"></h1>
<div id="summary"></div>
<div id="buttons"></div>
<p id="status" role="status" aria-live="polite"></p>
</header>
<main>
<div id="table"></div>
<ul id="notes"></ul>
</main>`,
  );
}
