// The page of a plan. It draws what the extension tells it, and tells which button was pressed.
import { create, drawButtons, drawLines, drawText, isDrawn } from "./page.js";

const host = acquireVsCodeApi();
const place = (id) => document.getElementById(id);

function drawTable({ title, columns, rows }, reveal) {
  const space = place("table");
  if (!isDrawn(space, [title, columns, rows.map(({ key }) => key)])) {
    space.replaceChildren(...(rows.length > 0 ? [tableElement(title, columns, rows, reveal)] : []));
  }
  space.querySelectorAll("tbody tr").forEach((row, index) => {
    for (const [column, lines] of rows[index].cells.entries()) drawLines(row.children[column].firstChild, "div", lines);
  });
}

function tableElement(title, columns, rows, reveal) {
  const table = create("table");
  const head = create("tr");
  for (const column of columns) {
    const cell = create("th", undefined, column);
    cell.scope = "col";
    head.append(cell);
  }
  const [header, body] = [create("thead"), create("tbody")];
  header.append(head);
  for (const { key, isInTree, cells } of rows) {
    const row = create("tr");
    cells.forEach((_, column) => {
      const cell = create(column === 0 ? "th" : "td");
      if (column === 0) cell.scope = "row";
      cell.append(create("div"));
      row.append(cell);
    });
    if (isInTree) {
      const button = create("button", "link", reveal);
      // Said with its row: the same words stand in every one.
      button.setAttribute("aria-label", [reveal, ...cells.slice(0, 2).map(([first]) => first?.text)].join(", "));
      button.addEventListener("click", () => host.postMessage({ action: "reveal", key }));
      row.firstChild.append(button);
    }
    body.append(row);
  }
  table.append(create("caption", "unseen", title), header, body);
  return table;
}

addEventListener("message", ({ data }) => {
  const { table, buttons, status, reveal } = data;
  drawLines(place("title"), "span", [{ text: `${table.title} ` }, { text: table.subject, style: "subject" }]);
  document.title = `${table.title} ${table.subject}`;
  drawLines(place("summary"), "span", table.summary);
  drawButtons(buttons, (action) => host.postMessage({ action }));
  drawText(place("status"), status);
  drawTable(table, reveal);
  drawLines(place("notes"), "li", table.notes);
});

host.postMessage({ action: "ready" });
