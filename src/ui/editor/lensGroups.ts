import type { Reference } from "../../iac/Reference.ts";
import type { TextRange } from "../../iac/TextRange.ts";

/** What one row of lenses stands over. */
export interface LensGroup {
  /** Tells it from the others of its document while lines move. */
  readonly place: string;
  readonly range: TextRange;
  /** The lines whose text makes what a check found: zero-based, both included. */
  readonly lines: { readonly first: number; readonly last: number };
  readonly references: readonly Reference[];
}

/** Rows of lenses in one document: a list of thousands of ids is no place for thousands of rows. */
const mostGroups = 2_000;

/**
 * The places of a document that have lenses: declarations, and lines with literal ids. All ids of a line share one row, and
 * an id that only says what the declaration around it is about adds none.
 */
export function lensGroups(references: readonly Reference[]): readonly LensGroup[] {
  const groups: LensGroup[] = [];
  const places = new Map<string, number>();
  let around: Reference | undefined;
  let line: Reference[] = [];
  const endLine = () => {
    const [first] = line;
    if (first) groups.push(group([...new Map(line.map((one) => [one.id, one])).values()], first, places));
    line = [];
  };
  for (const reference of references) {
    if (line.length > 0 && line[0]?.range.start.line !== reference.range.start.line) endLine();
    if (groups.length >= mostGroups) return groups;
    if (reference.form === "declaration") {
      around = reference;
      groups.push(group([reference], reference, places));
    } else if (reference.form === "id" && reference.kind !== "association" && !isTold(reference, around)) {
      line.push(reference);
    }
  }
  endLine();
  return groups;
}

function group(references: readonly Reference[], first: Reference, places: Map<string, number>): LensGroup {
  const name = references.map(({ kind, address, id }) => `${kind} ${address ?? id}`).join(" ");
  // A declaration that stands there twice, as while it is being copied, and an id on several lines.
  const count = places.get(name) ?? 0;
  places.set(name, count + 1);
  const whole = first.whole ?? first.range;
  return {
    place: `${name} ${count}`,
    range: first.range,
    lines: { first: whole.start.line, last: whole.end.line },
    references,
  };
}

/** Whether the row over a declaration already speaks of an id that stands in it. */
function isTold({ id, range }: Reference, around: Reference | undefined): boolean {
  if (!around?.whole || !id) return false;
  const { start, end } = around.whole;
  if (range.start.line < start.line || range.end.line > end.line) return false;
  return [around, ...(around.instances ?? []), ...(around.discoveries ?? [])].some((thing) => thing.id === id);
}
