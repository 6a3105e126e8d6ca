// The page of a plan. It draws what the extension tells it, by textContent alone, and tells which button was pressed.

const host = acquireVsCodeApi();
const place = (id) => document.getElementById(id);

/** What was last drawn in each place; what stays the same is not touched, so that focus and selection stay too. */
const drawn = new WeakMap();

function isDrawn(element, content) {
  const text = JSON.stringify(content);
  if (drawn.get(element) === text) return true;
  drawn.set(element, text);
  return false;
}

function create(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function lineElement(tag, { text, label, style }) {
  const element = create(tag, "line");
  if (label) element.append(create("span", "label", label), " ");
  const words = create("span", style);
  words.append(...(style === "id" ? breakable(text) : [text]));
  element.append(words);
  return element;
}

/** An address may go on in the next line behind each of its dots. */
function breakable(text) {
  return text.split(/(?<=\.)/).flatMap((part, index) => (index === 0 ? [part] : [document.createElement("wbr"), part]));
}

function drawLines(element, tag, lines) {
  if (isDrawn(element, lines)) return;
  element.replaceChildren(...lines.map((line) => lineElement(tag, line)));
}

function drawText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function drawButtons(buttons) {
  const bar = place("buttons");
  if (isDrawn(bar, buttons)) return;
  const focused = document.activeElement?.dataset?.place;
  bar.replaceChildren(
    ...buttons.map(({ action, label, primary, blocked }, index) => {
      const button = create("button", primary ? "primary" : "secondary", label);
      button.dataset.place = String(index);
      // Stays in the order of the keys, and says why it does nothing.
      if (blocked) {
        button.setAttribute("aria-disabled", "true");
        button.setAttribute("aria-describedby", `blocked-${index}`);
      } else button.addEventListener("click", () => host.postMessage({ action }));
      return button;
    }),
    ...buttons.flatMap(({ blocked }, index) => {
      if (!blocked) return [];
      const reason = create("span", "blocked", blocked);
      reason.id = `blocked-${index}`;
      return [reason];
    }),
  );
  if (focused !== undefined) bar.querySelector(`[data-place="${focused}"]`)?.focus();
}

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
  drawLines(place("title"), "span", [{ text: `${table.title} ` }, { text: table.file, style: "file" }]);
  document.title = `${table.title} ${table.file}`;
  drawLines(place("summary"), "span", table.summary);
  drawButtons(buttons);
  drawText(place("status"), status);
  drawTable(table, reveal);
  drawLines(place("notes"), "li", table.notes);
});

host.postMessage({ action: "ready" });
