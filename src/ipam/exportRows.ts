/** In what form a table leaves VS Code. */
export type ExportFormat = "csv" | "json" | "md";

/** A table as a file, with the same columns in each form. */
export function exportRows<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, string>>[],
  format: ExportFormat,
): string {
  const cells = (row: Readonly<Record<Column, string>>) => columns.map((column) => row[column]);
  switch (format) {
    case "json":
      return `${JSON.stringify(rows, undefined, 2)}\n`;
    case "csv":
      return `${[columns, ...rows.map(cells)].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
    case "md":
      return `${[columns, columns.map(() => "---"), ...rows.map((row) => cells(row).map(markdownCell))]
        .map((row) => `| ${row.join(" | ")} |`)
        .join("\n")}\n`;
  }
}

/** By RFC 4180. A cell that a spreadsheet would take for a formula is made a text by the mark in front. */
function csvCell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** Nothing in a cell ends it, or is more than text. */
function markdownCell(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[\\`*_{}[\]<>()#!|~&]/g, (mark) => `\\${mark}`);
}
