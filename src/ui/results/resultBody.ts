/** The empty table of results. */
export const resultBody = `<header>
<h1 id="title"></h1>
<div id="summary" role="status" aria-live="polite"></div>
<div id="buttons"></div>
<p id="status" role="status" aria-live="polite"></p>
<div id="filters" role="group"></div>
</header>
<main>
<div id="scroll" role="region" tabindex="0">
<table>
<caption id="caption" class="unseen"></caption>
<thead><tr id="head"></tr></thead>
<tbody id="rows"></tbody>
</table>
</div>
<ul id="notes"></ul>
</main>`;
