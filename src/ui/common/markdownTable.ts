import { oneLine } from "./oneLine.ts";
import type { PageLine, PageTable } from "./PageTable.ts";

/** A page's table for a merge request or a ticket, whose texts from outside can neither leave their cell nor become links. */
export function markdownTable({ title, subject, summary, notes, columns, rows }: PageTable): string {
  const table =
    rows.length === 0
      ? []
      : [row(columns), row(columns.map(() => "---")), ...rows.map(({ cells }) => row(cells.map(cell))), ""];
  return [
    `### ${title}: ${code(subject)}`,
    "",
    ...summary.map(line),
    "",
    ...table,
    ...notes.map((note) => `- ${line(note)}`),
    "",
  ]
    .join("\n")
    .replace(/\n{3,}/g, "\n\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function cell(lines: readonly PageLine[]): string {
  return lines.map(line).join("<br>");
}

function line({ text, label, foreign }: PageLine): string {
  const words = foreign ? code(text) : text;
  return label ? `${label} ${words}` : words;
}

/**
 * A text between backticks: there no link, mention, reference or HTML is looked for. What would end the code or the cell
 * is replaced by a mark that looks alike, since a backslash before it is read in one way here and in another there.
 */
function code(text: string): string {
  const looks: Readonly<Record<string, string>> = { "`": "ˋ", "|": "∣", "\\": "∖" };
  const plain = oneLine(text, 500).replace(/[`|\\]/g, (mark) => looks[mark] ?? "");
  return plain === "" ? "" : `\`${plain}\``;
}
