/** The empty page of a plan. */
export const planBody = `<header>
<h1 id="title"></h1>
<div id="summary"></div>
<div id="buttons"></div>
<p id="status" role="status" aria-live="polite"></p>
</header>
<main>
<div id="table"></div>
<ul id="notes"></ul>
</main>`;
