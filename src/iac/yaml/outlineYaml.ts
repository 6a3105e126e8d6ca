import type { Span } from "../Span.ts";
import { resourceSections, valueSections } from "../template/templateSections.ts";

/** The lines of one entry of a section, or of a section that is read as one. */
interface YamlPart extends Span {
  readonly section: string;
  /** The part begins with the key of its section. */
  readonly withSection: boolean;
}

const sectionKey = /^(["']?)([A-Za-z]+)\1[ \t]*:(.*)$/;

/**
 * Cuts a template into the entries of its sections, by indentation alone: an edit then costs one entry, and a fault
 * stays in the entry that has it. Only the first document of a file is looked at. A section that goes on in its first
 * line, as one in braces does, is one part.
 */
export function outlineYaml(text: string): readonly YamlPart[] {
  const parts: { section: string; withSection: boolean; start: number; end: number }[] = [];
  let section = "";
  // Of the section's entries; -1 until the first, -2 where there are none to tell apart.
  let indent = -1;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline + 1;
    const first = firstSign(text, start, end);
    const sign = text[first];
    const column = first - start;
    const current = parts.at(-1);
    if (sign === undefined || first >= end || sign === "#" || sign === "\n" || sign === "\r") {
      // Blank: it belongs to what stands before, unless that is a section without entries.
    } else if (column === 0 && sign !== "}" && sign !== "]") {
      if (parts.length > 0 && text.startsWith("---", start)) break;
      const [, , key = "", rest = ""] = sectionKey.exec(text.slice(start, end).trimEnd()) ?? [];
      section = resourceSections.has(key) || valueSections.has(key) ? key : "";
      const goesOn = !/^\s*(?:#.*)?$/.test(rest);
      indent = goesOn ? -2 : -1;
      if (section && goesOn) parts.push({ section, withSection: true, start, end });
    } else if (section && indent === -1) {
      indent = column;
      parts.push({ section, withSection: false, start, end });
    } else if (section && column === indent && sign !== "}" && sign !== "]") {
      parts.push({ section, withSection: false, start, end });
    } else if (section && current) current.end = end;
    start = end;
  }
  return parts;
}

function firstSign(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at += 1;
  return at;
}
