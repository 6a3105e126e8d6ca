import { isAlias, isMap, isNode, parseDocument, visit } from "yaml";
import { bracketMeasure } from "../bracketMeasure.ts";
import type { Contents } from "../Contents.ts";
import { contentsOf } from "../contentsOf.ts";
import { limits } from "../limits.ts";
import { mergeContents } from "../mergeContents.ts";
import type { Piece } from "../Piece.ts";
import type { Reading, SkippedPart } from "../Reading.ts";
import type { ReadingTools } from "../ReadingTools.ts";
import type { Skipped } from "../Skipped.ts";
import type { Span } from "../Span.ts";
import { sectionContents } from "../template/sectionContents.ts";
import type { Value } from "../Value.ts";
import { outlineYaml } from "./outlineYaml.ts";
import { yamlValue } from "./yamlValue.ts";

const options = { strict: false, uniqueKeys: false, logLevel: "silent" } as const;

/** What has to stand in a resource for it to matter, and in a name for a value. */
const relevant = /ipam|resourcemanager|:alicloud\b|alicloud:provider/i;

/** What could begin an anchor, an alias or a tag. */
const anchorLike = /(?<=^|[\s[{,])[&*!]/gm;

/** Reads a ROS template or a Pulumi project, entry by entry; an entry that did not change is not read again. */
export async function readYaml(text: string, { cache, slices, signal }: ReadingTools): Promise<Reading> {
  const pieces: Piece[] = [];
  const faults: Span[] = [];
  const skipped: SkippedPart[] = [];
  for (const { start, end, section, withSection } of outlineYaml(text)) {
    const source = text.slice(start, end);
    const isResource = section === "Resources" || section === "resources";
    const isRelevant = !isResource || relevant.test(source);
    const span = { start, end };
    const reason = isRelevant ? reasonToSkip(source, pieces.length) : undefined;
    if (reason) {
      skipped.push({ span, reason, hides: isResource });
      continue;
    }
    if (slices.isOver) await slices.breathe(signal);
    const contents = cache.contents(`${withSection ? "" : section}\n${source}`, () =>
      // What does not matter is only looked at when it is edited: it may be the half-typed rest of something that does.
      isRelevant || (cache.isWarm && source.length <= limits.yaml) ? read(source, section, withSection) : contentsOf(),
    );
    if (contents.skipped) skipped.push({ span, reason: contents.skipped, hides: isResource });
    if (contents.broken) faults.push(span);
    pieces.push({ start, end, contents });
  }
  return { pieces, faults, skipped };
}

function reasonToSkip(source: string, before: number): Skipped | undefined {
  // Lists within lists need no brackets: "- - - -".
  if (bracketMeasure(source).depth > limits.depth || /(?:[-?:][ \t]+){100}/.test(source)) return "tooDeep";
  if ((source.match(anchorLike)?.length ?? 0) > 3 * limits.aliases) return "tooManyAliases";
  return source.length > limits.yaml || before >= limits.declarations ? "tooLarge" : undefined;
}

function read(source: string, section: string, withSection: boolean): Contents {
  const document = parseDocument(source, options);
  let aliases = 0;
  const anchors = new Map<string, Value>();
  const nowhere = { start: 0, end: 0 };
  visit(document, {
    Alias: () => {
      aliases += 1;
      return aliases > limits.aliases ? visit.BREAK : undefined;
    },
    Node: (_, node) => {
      if (!isAlias(node) && node.anchor && anchors.size < limits.aliases) {
        anchors.set(`*${node.anchor}`, yamlValue(node, nowhere));
      }
    },
  });
  if (aliases > limits.aliases) return contentsOf({ skipped: "tooManyAliases" });
  const root = document.contents;
  if (!isMap(root)) return contentsOf({ broken: true });
  const holder = withSection ? root.items[0]?.value : root;
  const items = isMap(holder) ? holder.items : [];
  const contents = items.map(({ key, value }) => {
    const keySpan = isNode(key) && key.range ? { start: key.range[0], end: key.range[1] } : nowhere;
    const entry = yamlValue(value, keySpan);
    const whole = { start: keySpan.start, end: Math.max(keySpan.end, entry.span.end) };
    return sectionContents(section, { key: String(key), keySpan, whole, value: entry });
  });
  // An anchor may stand in another entry.
  const broken = document.errors.some(({ code }) => code !== "MULTIPLE_DOCS" && code !== "BAD_ALIAS");
  return { ...mergeContents([...contents, contentsOf({ definitions: anchors })]), broken };
}
