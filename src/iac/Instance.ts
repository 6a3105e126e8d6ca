import type { Value } from "./Value.ts";

/** One resource of those a declaration stands for. */
export interface Instance {
  readonly address: string;
  /** What `each.key`, `each.value` and `count.index` are in it. */
  readonly each?: { readonly key: string; readonly value: Value };
  readonly index?: number;
}
