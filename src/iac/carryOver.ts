import type { Contents } from "./Contents.ts";
import type { Piece } from "./Piece.ts";
import type { Reading } from "./Reading.ts";
import type { Span } from "./Span.ts";

interface Anchor {
  readonly start: number;
  readonly end: number;
}

/**
 * A reading of a document that is being typed, with what its last sound reading knew in place of what cannot be read just
 * now: a declaration whose own text has a fault keeps what it said; one that is missing where there is a fault, between the
 * neighbours it had, still stands there.
 */
export function carryOver(reading: Reading, last: Reading | undefined): Reading {
  if (reading.faults.length === 0 || !last) return reading;
  const known = new Map(last.pieces.flatMap((piece) => keysOf(piece.contents).map((key) => [key, piece] as const)));
  const kept = reading.pieces.map((piece) => (piece.contents.broken ? withKnown(piece, known) : piece));
  const present = new Map(kept.flatMap((piece) => keysOf(piece.contents).map((key) => [key, placeOf(piece)] as const)));
  const missing = last.pieces.flatMap((piece, index) => {
    const keys = keysOf(piece.contents);
    if (keys.length === 0 || keys.some((key) => present.has(key))) return [];
    const gap = gapAround(last.pieces, index, present);
    const fault = reading.faults.find((span) => span.start < gap.end && span.end >= gap.start);
    return fault ? [placed(piece, fault)] : [];
  });
  const pieces = [...kept, ...missing].sort((a, b) => placeOf(a).start - placeOf(b).start);
  return { ...reading, pieces };
}

/** What a piece declares: its resources, and the names it gives to values. */
function keysOf({ declarations, definitions, providers, imports, moves, removals }: Contents): readonly string[] {
  return [
    ...declarations.map(({ kind, address }) => `${kind} ${address}`),
    ...[...definitions.keys()].map((name) => `value ${name}`),
    ...providers.map(({ key }) => `provider ${key}`),
    ...imports.map(({ to }) => `import ${to}`),
    ...moves.map(({ from }) => `moved ${from}`),
    ...removals.map(({ from }) => `removed ${from}`),
  ];
}

function withKnown(piece: Piece, known: ReadonlyMap<string, Piece>): Piece {
  const [key] = keysOf(piece.contents);
  const before = key === undefined ? undefined : known.get(key);
  if (!before || (before.contents.broken && !before.carried)) return piece;
  return { ...piece, contents: within(before.contents, piece.end - piece.start), carried: true };
}

/** Where a piece stands: those of a program are placed by what they declare. */
function placeOf({ start, end, contents }: Piece): Anchor {
  const whole = contents.declarations[0]?.whole;
  return whole ? { start: start + whole.start, end: start + whole.end } : { start, end };
}

/** From the end of the nearest piece before that still stands to the start of the nearest one after. */
function gapAround(pieces: readonly Piece[], index: number, present: ReadonlyMap<string, Anchor>): Span {
  const standing = (piece: Piece) => keysOf(piece.contents).flatMap((key) => present.get(key) ?? [])[0];
  let start = 0;
  let end = Number.POSITIVE_INFINITY;
  for (let before = index - 1; before >= 0; before -= 1) {
    const piece = pieces[before];
    const anchor = piece && standing(piece);
    if (!anchor) continue;
    start = anchor.start;
    break;
  }
  for (let after = index + 1; after < pieces.length; after += 1) {
    const piece = pieces[after];
    const anchor = piece && standing(piece);
    if (!anchor) continue;
    end = anchor.end;
    break;
  }
  return { start, end };
}

/** The piece as it was, shown where the fault is. */
function placed({ contents }: Piece, { start, end }: Span): Piece {
  return { start, end, contents: within(contents, end - start), carried: true };
}

/** Contents of before, with no span that reaches beyond the text that stands there now. */
function within(contents: Contents, length: number): Contents {
  const inside = ({ start, end }: Span) => ({ start: Math.min(start, length), end: Math.min(end, length) });
  const declarations = contents.declarations.map((declaration) => ({
    ...declaration,
    header: inside(declaration.header),
    whole: { start: 0, end: length },
  }));
  return { ...contents, declarations, broken: true };
}
