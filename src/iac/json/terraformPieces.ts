import type { Node } from "jsonc-parser";
import { isRelevantBlock, terraformContents } from "../hcl/terraformContents.ts";
import { interpolated } from "../interpolated.ts";
import { mapValue } from "../mapValue.ts";
import type { Piece } from "../Piece.ts";
import { jsonValue } from "./jsonValue.ts";
import { members } from "./members.ts";

/** How many labels a block has; in JSON each is a level of objects. */
const labelCount: Readonly<Record<string, number>> = { resource: 2, data: 2, provider: 1, variable: 1 };

/** The blocks of a file in Terraform's JSON syntax. */
export function terraformPieces(root: Node): readonly Piece[] {
  return members(root).flatMap(({ key, keyNode, value }) =>
    blocks([key], keyNode, value, Object.hasOwn(labelCount, key) ? (labelCount[key] ?? 0) : 0),
  );
}

function blocks(words: readonly string[], keyNode: Node, value: Node, labels: number): readonly Piece[] {
  // Blocks of the same words stand in a list; so may the objects that hold labels.
  if (value.type === "array") {
    return (value.children ?? []).flatMap((item) => blocks(words, labels > 0 ? keyNode : item, item, labels));
  }
  if (labels > 0) {
    return members(value).flatMap((member) => blocks([...words, member.key], member.keyNode, member.value, labels - 1));
  }
  if (!isRelevantBlock(words) || value.type !== "object") return [];
  const start = Math.min(keyNode.offset, value.offset);
  const end = value.offset + value.length;
  const headerEnd = keyNode === value ? 1 : keyNode.offset + keyNode.length - start;
  const contents = terraformContents({
    words,
    body: mapValue(jsonValue(value, start), interpolated),
    header: { start: 0, end: headerEnd },
    whole: { start: 0, end: end - start },
  });
  return [{ start, end, contents }];
}
