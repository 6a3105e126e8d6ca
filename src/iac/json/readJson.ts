import { type Node, type ParseError, parseTree } from "jsonc-parser";
import { bracketMeasure } from "../bracketMeasure.ts";
import { limits } from "../limits.ts";
import type { Piece } from "../Piece.ts";
import type { Reading } from "../Reading.ts";
import type { Skipped } from "../Skipped.ts";
import { jsonPieces } from "./jsonPieces.ts";
import { terraformPieces } from "./terraformPieces.ts";

const readers = { json: jsonPieces, terraformJson: terraformPieces };

/** Reads a document in JSON, comments and half-typed parts allowed. */
export function readJson(text: string, format: "json" | "terraformJson"): Reading {
  const reason = reasonToSkip(text);
  if (reason)
    return { pieces: [], faults: [], skipped: [{ span: { start: 0, end: text.length }, reason, hides: true }] };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const faults = errors.map(({ offset, length }) => ({ start: offset, end: offset + length }));
  return { pieces: root ? pieces(root, format) : [], faults, skipped: [] };
}

function pieces(root: Node, format: "json" | "terraformJson"): readonly Piece[] {
  return root.type === "object" ? readers[format](root) : [];
}

function reasonToSkip(text: string): Skipped | undefined {
  if (text.length > limits.whole) return "tooLarge";
  const { depth, marks } = bracketMeasure(text);
  if (depth > limits.depth) return "tooDeep";
  return marks > limits.marks ? "tooLarge" : undefined;
}
