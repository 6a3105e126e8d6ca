import type { Node } from "jsonc-parser";

interface Member {
  readonly key: string;
  readonly keyNode: Node;
  readonly value: Node;
}

/** The members of an object; of any other node, none. One that has no value yet is left out. */
export function members(node: Node | undefined): readonly Member[] {
  if (node?.type !== "object") return [];
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
    key && value ? [{ key: String(key.value), keyNode: key, value }] : [],
  );
}
