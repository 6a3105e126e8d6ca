// What the pages with a table have in common: they draw what the extension tells them, by textContent alone.

/** What was last drawn in each place; what stays the same is not touched, so that focus and selection stay too. */
const drawn = new WeakMap();

export function isDrawn(element, content) {
  const text = JSON.stringify(content);
  if (drawn.get(element) === text) return true;
  drawn.set(element, text);
  return false;
}

export function create(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/** Drawn as lines in boxes of 16 by 16; each of another shape, so that none is told by its colour. */
const icons = {
  passed: "M2.5 8.5 6 12l7.5-8",
  refused: "M8 1.7a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 0 0 8 1.7zM3.6 12.4l8.8-8.8",
  unsure: "M8 1.7a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 0 0 8 1.7zM6.1 6.4a2 2 0 1 1 2.8 1.8c-.6.3-.9.7-.9 1.4M8 11.2v.7",
  alarm: "M8 1.8l6.6 12H1.4zM8 6v4M8 11.3v.7",
  skipped: "M3 8h10",
  waiting: "M8 1.7a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 0 0 8 1.7zM8 4.4V8l2.6 1.7",
  running: "M8 1.7A6.3 6.3 0 1 1 1.7 8",
  ascending: "M4 10l4-4 4 4",
  descending: "M4 6l4 4 4-4",
};

/** A picture beside a text that says the same. */
export function iconElement(name, style = "") {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", `icon ${style}`);
  svg.dataset.name = name;
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", icons[name]);
  svg.append(path);
  return svg;
}

function lineElement(tag, { text, label, style, icon }) {
  const element = create(tag, "line");
  if (icon) element.append(iconElement(icon, style));
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

export function drawLines(element, tag, lines) {
  if (isDrawn(element, lines)) return;
  element.replaceChildren(...lines.map((line) => lineElement(tag, line)));
}

export function drawText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Draws the bar of buttons; `press` is told the action of one that is pressed. */
export function drawButtons(buttons, press) {
  const bar = document.getElementById("buttons");
  if (isDrawn(bar, buttons)) return;
  const focused = document.activeElement?.dataset?.place;
  const reasons = [...new Set(buttons.flatMap(({ blocked }) => blocked ?? []))];
  bar.replaceChildren(
    ...buttons.map(({ action, label, primary, blocked }, index) => {
      const button = create("button", primary ? "primary" : "secondary", label);
      button.dataset.place = String(index);
      // Stays in the order of the keys, and says why it does nothing.
      if (blocked) {
        button.setAttribute("aria-disabled", "true");
        button.setAttribute("aria-describedby", `blocked-${reasons.indexOf(blocked)}`);
      } else button.addEventListener("click", () => press(action));
      return button;
    }),
    ...reasons.map((blocked, index) => {
      const reason = create("span", "blocked", blocked);
      reason.id = `blocked-${index}`;
      return reason;
    }),
  );
  if (focused !== undefined) bar.querySelector(`[data-place="${focused}"]`)?.focus();
}
