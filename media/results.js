// The table of results. It draws what the extension tells it, and tells what was pressed.
import { create, drawButtons, drawLines, drawText, iconElement, isDrawn } from "./page.js";

const host = acquireVsCodeApi();
const place = (id) => document.getElementById(id);

/** The rows drawn so far, by their keys: a row keeps its element wherever it is sorted to. */
const rowElements = new Map();

/** Replaces the buttons of a place; the one that had the focus keeps it. */
function replaceButtons(element, children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.name : undefined;
  element.replaceChildren(...children);
  if (focused !== undefined) element.querySelector(`[data-name="${focused}"]`)?.focus();
}

function drawFilters(filters, label) {
  const bar = place("filters");
  bar.setAttribute("aria-label", label);
  if (isDrawn(bar, filters)) return;
  replaceButtons(
    bar,
    filters.map(({ outcome, text, icon, pressed }) => {
      const button = create("button", "filter");
      if (icon) button.append(iconElement(icon));
      button.append(text);
      button.dataset.name = outcome ?? "all";
      button.setAttribute("aria-pressed", String(pressed));
      button.addEventListener("click", () => host.postMessage({ action: "filter", outcome }));
      return button;
    }),
  );
}

function drawHead(row, headings) {
  if (isDrawn(row, headings)) return;
  replaceButtons(
    row,
    headings.map(({ column, label, sort }) => {
      const cell = create("th");
      cell.scope = "col";
      cell.setAttribute("aria-sort", sort);
      const button = create("button", "heading", label);
      button.dataset.name = column;
      if (sort !== "none") button.append(iconElement(sort));
      button.addEventListener("click", () => host.postMessage({ action: "sort", column }));
      cell.append(button);
      return cell;
    }),
  );
}

function drawRows(body, rows) {
  if (!isDrawn(body, [rows.map(({ key }) => key)])) body.replaceChildren(...rows.map(rowElement));
  for (const { key, cells } of rows) {
    const row = rowElements.get(key);
    for (const [column, lines] of cells.entries()) drawLines(row.children[column].firstChild, "div", lines);
  }
}

function rowElement({ key, cells }) {
  const known = rowElements.get(key);
  if (known) return known;
  const row = create("tr");
  cells.forEach((_, column) => {
    const cell = create(column === 0 ? "th" : "td");
    if (column === 0) cell.scope = "row";
    cell.append(create("div"));
    row.append(cell);
  });
  rowElements.set(key, row);
  return row;
}

addEventListener("message", ({ data }) => {
  const { table, headings, filters, filterLabel, buttons, status, busy } = data;
  drawLines(place("title"), "span", [{ text: `${table.title} ` }, { text: table.subject, style: "subject" }]);
  document.title = `${table.title} ${table.subject}`;
  // Read out when all has come in, and not with each row.
  place("summary").setAttribute("aria-busy", String(busy));
  drawLines(place("summary"), "span", table.summary);
  drawButtons(buttons, (action) => host.postMessage({ action }));
  drawText(place("status"), status);
  drawFilters(filters, filterLabel);
  drawText(place("caption"), table.title);
  place("scroll").setAttribute("aria-label", table.title);
  drawHead(place("head"), headings);
  drawRows(place("rows"), table.rows);
  drawLines(place("notes"), "li", table.notes);
});

host.postMessage({ action: "ready" });
