import { contentsOf } from "../contentsOf.ts";
import { limits } from "../limits.ts";
import type { Piece } from "../Piece.ts";
import type { Reading, SkippedPart } from "../Reading.ts";
import type { ReadingTools } from "../ReadingTools.ts";
import type { Skipped } from "../Skipped.ts";
import type { HclBlock } from "./HclBlock.ts";
import type { HclGrammar } from "./HclGrammar.ts";
import { hclContents } from "./hclContents.ts";
import { outlineHcl } from "./outlineHcl.ts";
import { isRelevantBlock } from "./terraformContents.ts";

/** Reads a file of Terraform or OpenTofu, block by block; a block that did not change is not read again. */
export async function readHcl(text: string, grammar: HclGrammar, tools: ReadingTools): Promise<Reading> {
  const { slices, cache, signal } = tools;
  const { blocks, stray } = await outlineHcl(text, slices, signal);
  const pieces: Piece[] = [];
  const faults = [...stray];
  const skipped: SkippedPart[] = [];
  for (const block of blocks) {
    if (block.broken) faults.push(block);
    if (!isRelevantBlock(block.words)) continue;
    const reason = pieces.length < limits.declarations ? reasonToSkip(block) : "tooLarge";
    if (reason) {
      skipped.push({ span: block, reason, hides: block.words[0] === "resource" });
      continue;
    }
    if (slices.isOver) await slices.breathe(signal);
    const source = text.slice(block.start, block.end);
    const contents = cache.contents(source, () => read(source, block, grammar));
    if (contents.broken && !block.broken) faults.push(block);
    pieces.push({ start: block.start, end: block.end, contents });
  }
  return { pieces, faults, skipped };
}

function reasonToSkip({ start, end, tooDeep }: HclBlock): Skipped | undefined {
  if (tooDeep) return "tooDeep";
  return end - start > limits.piece ? "tooLarge" : undefined;
}

function read(source: string, { words, start, headerEnd, end, broken }: HclBlock, grammar: HclGrammar) {
  const header = { start: 0, end: headerEnd - start };
  const whole = { start: 0, end: end - start };
  // A block that does not end is closed for the grammar, or it would find no block at all.
  const closed = broken ? `${source}\n}` : source;
  const contents = grammar.visit(closed, (tree) => hclContents(tree, words, header, whole)) ?? contentsOf();
  return broken ? { ...contents, broken } : contents;
}
