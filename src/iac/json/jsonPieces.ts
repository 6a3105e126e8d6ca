import type { Node } from "jsonc-parser";
import type { Piece } from "../Piece.ts";
import { sectionContents } from "../template/sectionContents.ts";
import { resourceSections, valueSections } from "../template/templateSections.ts";
import { jsonValue } from "./jsonValue.ts";
import { members } from "./members.ts";

/** The entries of a ROS template, or of a Pulumi project, in JSON; of any other document, none. */
export function jsonPieces(root: Node): readonly Piece[] {
  return members(root)
    .filter(({ key }) => resourceSections.has(key) || valueSections.has(key))
    .flatMap(({ key: section, value }) =>
      members(value).map(({ key, keyNode, value: entry }) => {
        const start = keyNode.offset;
        const end = entry.offset + entry.length;
        const contents = sectionContents(section, {
          key,
          keySpan: { start: 0, end: keyNode.length },
          whole: { start: 0, end: end - start },
          value: jsonValue(entry, start),
        });
        return { start, end, contents };
      }),
    );
}
