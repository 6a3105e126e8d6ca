import { oneLine } from "../common/oneLine.ts";
import type { PlanLine, PlanTable } from "./PlanTable.ts";

/** A plan's table for a merge request, whose texts from outside can neither leave their cell nor become links. */
export function markdownTable({ title, file, summary, notes, columns, rows }: PlanTable): string {
  const table =
    rows.length === 0
      ? []
      : [row(columns), row(columns.map(() => "---")), ...rows.map(({ cells }) => row(cells.map(cell))), ""];
  return [
    `### ${title}: ${code(file)}`,
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

function cell(lines: readonly PlanLine[]): string {
  return lines.map(line).join("<br>");
}

function line({ text, label, foreign }: PlanLine): string {
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
