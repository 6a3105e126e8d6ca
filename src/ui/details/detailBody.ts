/** The empty page of an IPAM or an association. */
export const detailBody = `<header>
<div id="heading"><h1 id="title"></h1><div id="buttons"></div></div>
<dl id="fields"></dl>
<ul id="failures"></ul>
<p id="status" role="status" aria-live="polite"></p>
</header>
<main>
<section id="space" aria-labelledby="space-title">
<div class="bar"><h2 id="space-title"></h2><nav id="crumbs"></nav><div id="legend"></div></div>
<div id="map"></div>
</section>
<section id="blocks" aria-labelledby="blocks-title">
<div class="bar"><h2 id="blocks-title"></h2><input id="search" type="search" spellcheck="false" autocomplete="off"><span id="count" role="status" aria-live="polite"></span></div>
<div id="scroll"></div>
</section>
</main>`;
