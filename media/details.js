// The page of an IPAM or an association. It draws what the extension tells it, by textContent alone, and tells what was
// asked for: what matches, how it is sorted and what lies where is worked out by the extension.

const host = acquireVsCodeApi();
const place = (id) => document.getElementById(id);

/** All that is known, and what is chosen. */
const page = { frame: undefined, rows: [], readings: 0, view: undefined, chosen: undefined };

/** Height of a row of the table, as the style has it. */
const rowHeight = 24;
/** Heights of a lane of the map, with the space below it: of one whose vSwitches have room for words, and of others. */
const laneHeights = { roomy: 86, narrow: 58 };

function create(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function button(className, text, act) {
  const element = create("button", className, text);
  element.type = "button";
  if (act) element.addEventListener("click", act);
  return element;
}

/** Says a name once: a tooltip that only shows the same is not said after it. */
function sayOnce(element, text) {
  element.setAttribute("aria-label", text);
  element.setAttribute("aria-description", "");
}

function fill(template, text) {
  return template.replace("{0}", () => text);
}

/** Last drawn contents of a place; what stays the same is not touched, so that focus and selection stay too. */
const drawn = new WeakMap();

function draw(element, content, make) {
  const text = JSON.stringify(content);
  if (drawn.get(element) === text) return;
  drawn.set(element, text);
  element.replaceChildren(...make());
}

function drawFrame({ title, kind, fields, buttons, failures, status, busy, words }) {
  document.title = `${kind} ${title}`;
  draw(place("title"), [title, kind], () => [create("span", "kind", kind), create("span", "name", title)]);
  draw(place("buttons"), buttons, () =>
    buttons.map(({ action, label }) => button("secondary", label, () => host.postMessage({ action }))),
  );
  draw(place("fields"), [fields, words.copy], () =>
    fields.map((field, index) => fieldElement(field, index, words.copy)),
  );
  draw(place("failures"), failures, () => failures.map((text) => create("li", undefined, text)));
  if (place("status").textContent !== status) place("status").textContent = status;
  document.body.classList.toggle("bare", page.rows.length === 0);
  document.body.setAttribute("aria-busy", String(busy));
  place("space-title").textContent = words.map;
  place("space-title").title = words.keys;
  place("map").setAttribute("role", "group");
  place("map").setAttribute("aria-label", words.map);
  place("map").setAttribute("aria-description", words.keys);
  place("blocks-title").textContent = words.table;
  place("search").placeholder = words.search;
  place("search").setAttribute("aria-label", words.search);
  draw(place("legend"), [words.vpc, words.vSwitch, words.overlap], () =>
    ["vpc", "vSwitch", "overlap"].flatMap((one) => [
      create("span", `swatch ${one}`),
      create("span", "word", words[one]),
    ]),
  );
}

function fieldElement({ label, text, isId }, field, copy) {
  const [group, term, value] = [
    create("div"),
    create("dt", undefined, label),
    create("dd", isId ? "id" : "", undefined),
  ];
  const words = create("span", "text", text);
  words.title = text;
  value.append(words);
  if (isId) {
    const act = button("copy", "", () => host.postMessage({ action: "copy", field }));
    act.title = copy;
    sayOnce(act, `${copy}: ${text}`);
    act.append(copySign());
    value.append(act);
  }
  group.append(term, value);
  return group;
}

function copySign() {
  const shape = (tag, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const sign = shape("svg", { viewBox: "0 0 16 16", width: "13", height: "13", "aria-hidden": "true" });
  const lines = { fill: "none", stroke: "currentColor", "stroke-width": "1.2" };
  sign.append(shape("rect", { x: "2.5", y: "2.5", width: "8", height: "8", rx: "1", ...lines }));
  sign.append(shape("path", { d: "M5.5 13.5h7a1 1 0 0 0 1-1v-7", ...lines }));
  return sign;
}

// The map

const zoom = (cidr) => host.postMessage({ action: "zoom", cidr });

function percent(share) {
  return `${Math.max(0, share * 100)}%`;
}

function put(element, { at, width }) {
  element.style.left = percent(at);
  element.style.width = percent(width);
  return element;
}

function drawMap({ map, sections, notes, crumbs }) {
  const { words, busy } = page.frame;
  draw(place("crumbs"), crumbs, () => crumbs.map(crumbElement));
  const contents = [map, sections, page.readings, words.none];
  const hadFocus = place("map").contains(document.activeElement);
  const focused = document.activeElement?.dataset?.block;
  draw(place("map"), contents, () =>
    map.sections.length > 0
      ? map.sections.map((section, index) => sectionElement(section, sections[index], notes))
      : busy
        ? []
        : [create("p", "none", words.none)],
  );
  markPieces();
  const stops = [...place("map").querySelectorAll("[data-stop]")];
  const stop = stops.find((one) => focused !== undefined && one.dataset.block === focused);
  // So that Escape leads back from where Enter led.
  if (hadFocus && !place("map").contains(document.activeElement)) (stop ?? stops[0])?.focus();
  if (!stops.some((one) => one.tabIndex === 0) && stops[0]) stops[0].tabIndex = 0;
}

function crumbElement({ cidr, label }, index) {
  const last = index === page.view.crumbs.length - 1;
  const element = last ? create("span", "crumb", label) : button("crumb", label, () => zoom(cidr));
  if (last) element.setAttribute("aria-current", "true");
  return element;
}

function sectionElement({ cidr, overview, rows }, text, notes) {
  const element = create("div", "section");
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", `${cidr}: ${text}`);
  const head = create("div", "head");
  head.append(create("h3", undefined, cidr), create("span", "text", text));
  const strip = create("div", "strip");
  strip.setAttribute("aria-hidden", "true");
  strip.append(...overview.map((span) => put(create("span"), span)));
  element.append(
    head,
    strip,
    ...rows.map((row) => (row.kind === "gap" ? gapElement(row, notes) : rowElement(row, notes))),
  );
  return element;
}

function gapElement({ first }, notes) {
  const element = create("div", "gap");
  element.append(create("span", undefined, notes[first]));
  return element;
}

function rowElement({ cidr, ticks, lanes, pieces }, notes) {
  // A tenth of a row has room for the name of a vSwitch.
  const isRoomy = pieces.some(({ inner = [] }) => inner.some(({ width }) => width >= 0.1));
  const laneHeight = isRoomy ? laneHeights.roomy : laneHeights.narrow;
  const element = create("div", isRoomy ? "row roomy" : "row");
  const label = button("range", cidr, () => zoom(cidr));
  label.title = fill(page.frame.words.zoom, cidr);
  label.dataset.stop = "";
  label.dataset.zoom = cidr;
  label.tabIndex = -1;
  const scale = create("div", "scale");
  for (const { at, label: text } of ticks) {
    const tick = put(create("span", undefined, text), { at, width: 1 / ticks.length });
    scale.append(tick);
  }
  const band = create("div", "band");
  band.style.height = `${lanes * laneHeight - 4}px`;
  for (const { at } of ticks.slice(1)) {
    const line = create("i");
    line.style.left = percent(at);
    band.append(line);
  }
  band.append(
    ...pieces.flatMap((piece) =>
      piece.kind === "block"
        ? blockElements(piece, piece.lane * laneHeight)
        : [clusterElement(piece, piece.lane * laneHeight, notes)],
    ),
  );
  element.append(label, scale, band);
  return element;
}

function pieceElement(className, { at, width }, top, label) {
  const element = put(button(className), { at, width });
  element.style.top = `${top}px`;
  element.title = label;
  sayOnce(element, label.replaceAll("\n", ", "));
  element.dataset.stop = "";
  element.tabIndex = -1;
  return element;
}

function blockElements({ block, at, width, overlaps, inner }, top) {
  const row = page.rows[block];
  if (!row) return [];
  const element = pieceElement(
    `piece${row.overlaps ? " overlapping" : ""}${inner.length > 0 ? " filled" : ""}`,
    { at, width },
    top,
    row.label,
  );
  element.dataset.block = String(block);
  element.dataset.zoom = row.cidr;
  for (const span of overlaps) {
    // To scale in the block, not in the row.
    element.append(put(create("span", "hatch"), { at: (span.at - at) / width, width: span.width / width }));
  }
  if (row.overlaps) element.append(signElement());
  element.append(create("span", "name", row.name), " ", create("span", "cidr", row.cidr));
  return [element, ...inner.map((span) => innerElement(span, top))];
}

function innerElement({ block, at, width }, top) {
  const row = page.rows[block];
  const element = pieceElement(`inner${row.overlaps ? " overlapping" : ""}`, { at, width }, top, row.label);
  element.dataset.block = String(block);
  element.dataset.zoom = row.cidr;
  const level = create("span", row.used === undefined ? "level unknown" : "level");
  level.style.height = percent(row.used ?? 0);
  element.append(level, create("span", "name", shortName(row)), " ", create("span", "cidr", row.cidr));
  return element;
}

/** Of a vSwitch whose name begins with that of its VPC, which stands above it, only what follows. */
function shortName({ name, parent }) {
  const above = page.rows[parent]?.name;
  return above && name.startsWith(above) ? name.slice(above.length).replace(/^[-_. /]+/, "") || name : name;
}

function clusterElement({ cidr, blocks, filled, at, width }, top, notes) {
  const overlaps = blocks.some((block) => page.rows[block]?.overlaps);
  const label = [notes[cidr] ?? cidr, ...(overlaps ? [page.frame.words.overlap] : [])].join("\n");
  const element = pieceElement(overlaps ? "cluster overlapping" : "cluster", { at, width }, top, label);
  element.dataset.zoom = cidr;
  element.dataset.blocks = blocks.join(" ");
  const level = create("span", "level");
  level.style.height = percent(filled);
  element.append(level, create("span", "name", String(blocks.length)));
  if (overlaps) element.append(signElement());
  return element;
}

/** The sign of an overlap; the label says which one it is. */
function signElement() {
  const sign = create("span", "sign", "⚠\uFE0E");
  sign.setAttribute("aria-hidden", "true");
  return sign;
}

/** Shows which pieces are chosen, and which are not searched for. */
function markPieces() {
  const { rows, view, chosen } = page;
  const matching = view.search.trim() === "" ? undefined : new Set(view.order);
  // A vSwitch that is too narrow to be drawn is found by its VPC.
  const isDrawn = place("map").querySelector(`[data-block="${chosen}"]`) !== null;
  const shown = isDrawn ? chosen : (rows[chosen]?.parent ?? chosen);
  for (const piece of place("map").querySelectorAll(".piece, .inner, .cluster")) {
    const blocks = piece.dataset.blocks?.split(" ").map(Number) ?? [Number(piece.dataset.block)];
    piece.classList.toggle("chosen", blocks.includes(shown));
    piece.classList.toggle("unmatched", matching !== undefined && !blocks.some((block) => matching.has(block)));
  }
}

function stopAt(stop) {
  for (const other of place("map").querySelectorAll('[data-stop][tabindex="0"]')) other.tabIndex = -1;
  stop.tabIndex = 0;
  stop.focus();
  stop.scrollIntoView({ block: "nearest" });
}

place("map").addEventListener("focusin", ({ target }) => {
  const stop = target.closest("[data-stop]");
  if (!stop) return;
  for (const other of place("map").querySelectorAll('[data-stop][tabindex="0"]')) other.tabIndex = -1;
  stop.tabIndex = 0;
  if (stop.dataset.block !== undefined) choose(Number(stop.dataset.block), "table");
});

place("map").addEventListener("click", ({ target }) => {
  const stop = target.closest(".piece, .inner, .cluster");
  if (!stop) return;
  if (stop.classList.contains("cluster")) zoom(stop.dataset.zoom);
  else {
    // Not every browser focuses what is clicked.
    stopAt(stop);
    choose(Number(stop.dataset.block), "table");
  }
});

place("map").addEventListener("dblclick", ({ target }) => {
  const stop = target.closest(".piece, .inner");
  if (stop) zoom(stop.dataset.zoom);
});

place("map").addEventListener("keydown", (event) => {
  const stops = [...place("map").querySelectorAll("[data-stop]")];
  const index = stops.indexOf(document.activeElement);
  if (index < 0) return;
  const next = {
    ArrowRight: () => stops[index + 1],
    ArrowLeft: () => stops[index - 1],
    ArrowDown: () => nearest(stops, stops[index], 1),
    ArrowUp: () => nearest(stops, stops[index], -1),
    Home: () => stops[0],
    End: () => stops.at(-1),
  }[event.key];
  if (next) {
    const stop = next();
    if (stop) stopAt(stop);
  } else if (event.key === "Enter") zoom(stops[index].dataset.zoom);
  else if (event.key === "Escape" && page.view.crumbs.length > 0) zoom(page.view.crumbs.at(-2)?.cidr ?? "");
  else return;
  event.preventDefault();
});

/** The piece below or above that is nearest; to the same side of the label column. */
function nearest(stops, from, direction) {
  const here = from.getBoundingClientRect();
  const middle = here.left + here.width / 2;
  const isRange = from.classList.contains("range");
  const distance = (box) => Math.max(0, box.left - middle, middle - box.right);
  const found = stops
    .filter((one) => one.classList.contains("range") === isRange)
    .map((one) => ({ one, box: one.getBoundingClientRect() }))
    .filter(({ box }) => (direction > 0 ? box.top > here.top + 1 : box.top < here.top - 1));
  const tops = found.map(({ box }) => box.top);
  const top = direction > 0 ? Math.min(...tops) : Math.max(...tops);
  return found.filter(({ box }) => box.top === top).sort((a, b) => distance(a.box) - distance(b.box))[0]?.one;
}

// The table: rows out of sight are two spaces of their height

const scroll = place("scroll");
const table = create("table");
const body = create("tbody");

function drawTable({ column, descending }) {
  const { columns, words } = page.frame;
  draw(scroll, [columns, column, descending], () => {
    const head = create("tr");
    head.setAttribute("aria-rowindex", "1");
    for (const one of columns) head.append(headElement(one, column, descending));
    const header = create("thead");
    header.append(head);
    table.replaceChildren(header, body);
    table.tabIndex = 0;
    table.setAttribute("role", "grid");
    table.setAttribute("aria-label", words.table);
    return [table];
  });
  table.setAttribute("aria-rowcount", String(page.view.order.length + 1));
  if (place("count").textContent !== page.view.count) place("count").textContent = page.view.count;
  drawRows();
}

function headElement({ column, label, isNumber }, sorted, descending) {
  const cell = create("th", `col-${column}${isNumber ? " number" : ""}`);
  cell.scope = "col";
  const isSorted = column === sorted;
  if (isSorted) cell.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const act = button("sort", label, () => {
    host.postMessage({ action: "sort", column });
  });
  act.dataset.column = column;
  const sign = create("span", "sign", isSorted ? (descending ? "▼" : "▲") : "");
  sign.setAttribute("aria-hidden", "true");
  act.append(sign);
  cell.append(act);
  return cell;
}

function drawRows() {
  const { order } = page.view;
  const spare = 12;
  const from = Math.max(0, Math.floor(scroll.scrollTop / rowHeight) - spare);
  const to = Math.min(order.length, from + Math.ceil(scroll.clientHeight / rowHeight) + 2 * spare);
  const inSight = order.slice(from, to);
  body.replaceChildren(
    space(from),
    ...inSight.map((block, index) => rowOf(block, from + index)),
    space(order.length - to),
  );
  const position = order.indexOf(page.chosen);
  if (position >= from && position < to) table.setAttribute("aria-activedescendant", `block-${page.chosen}`);
  else table.removeAttribute("aria-activedescendant");
}

function space(rows) {
  const row = create("tr", "space");
  row.setAttribute("aria-hidden", "true");
  row.style.height = `${rows * rowHeight}px`;
  return row;
}

function rowOf(block, position) {
  const { cells, used, overlaps } = page.rows[block];
  const { columns } = page.frame;
  const row = create("tr", block === page.chosen ? "chosen" : overlaps ? "overlapping" : "");
  row.id = `block-${block}`;
  row.dataset.row = String(block);
  row.setAttribute("aria-rowindex", String(position + 2));
  row.setAttribute("aria-selected", String(block === page.chosen));
  cells.forEach((text, index) => {
    const { column, isNumber } = columns[index];
    const cell = create(index === 0 ? "th" : "td", `col-${column}${isNumber ? " number" : ""}`);
    if (index === 0) cell.scope = "row";
    if (column === "used" && used !== undefined) {
      const bar = create("span", "gauge");
      const level = create("span");
      level.style.width = percent(used);
      bar.append(level);
      cell.append(bar);
    }
    cell.append(create("span", "text", column === "overlaps" && text !== "" ? `⚠\uFE0E ${text}` : text));
    cell.title = text;
    row.append(cell);
  });
  return row;
}

/** @param other the part that follows: `table` brings the row into sight, `map` the block */
function choose(block, other) {
  if (page.chosen === block) return;
  page.chosen = block;
  markPieces();
  const position = page.view.order.indexOf(block);
  if (position >= 0) {
    const top = position * rowHeight;
    const room = scroll.clientHeight - 2 * rowHeight;
    if (top < scroll.scrollTop) scroll.scrollTop = top;
    else if (top > scroll.scrollTop + room) scroll.scrollTop = Math.max(0, top - room / 2);
  }
  drawRows();
  if (other === "map") place("map").querySelector(".chosen")?.scrollIntoView({ block: "nearest" });
}

body.addEventListener("click", ({ target }) => {
  const row = target.closest("[data-row]");
  if (row) choose(Number(row.dataset.row), "map");
});

table.addEventListener("keydown", (event) => {
  if (event.target !== table) return;
  const { order } = page.view;
  const position = order.indexOf(page.chosen);
  const inSight = Math.max(1, Math.floor(scroll.clientHeight / rowHeight) - 2);
  const wanted = {
    ArrowDown: position + 1,
    ArrowUp: position < 0 ? 0 : position - 1,
    PageDown: position + inSight,
    PageUp: position - inSight,
    Home: 0,
    End: order.length - 1,
  }[event.key];
  if (event.key === "Enter") place("map").querySelector(".chosen")?.focus();
  else if (wanted === undefined) return;
  else if (order.length > 0) choose(order[Math.min(order.length - 1, Math.max(0, wanted))], "map");
  event.preventDefault();
});

let isDue = false;
function drawRowsSoon() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    if (page.view) drawRows();
  });
}
scroll.addEventListener("scroll", drawRowsSoon);
new ResizeObserver(drawRowsSoon).observe(scroll);

let typed;
place("search").addEventListener("input", ({ target }) => {
  clearTimeout(typed);
  typed = setTimeout(() => host.postMessage({ action: "search", text: target.value }), 120);
});

addEventListener("message", ({ data }) => {
  const isFirst = page.frame === undefined;
  page.frame = data.frame;
  if (data.rows) {
    page.rows = data.rows;
    page.readings += 1;
    page.chosen = undefined;
  }
  if (data.view) page.view = data.view;
  drawFrame(page.frame);
  if (isFirst && page.view) place("search").value = page.view.search;
  if (data.view) {
    const sorted = document.activeElement?.dataset?.column;
    drawMap(page.view);
    drawTable(page.view);
    if (sorted) table.querySelector(`[data-column="${sorted}"]`)?.focus();
  } else if (page.view) drawMap(page.view);
});

host.postMessage({ action: "ready" });
