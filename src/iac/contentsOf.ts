import type { Contents } from "./Contents.ts";

/** Contents with what is given, and nothing else. */
export function contentsOf(given: Partial<Contents> = {}): Contents {
  return {
    declarations: [],
    providers: [],
    definitions: new Map(),
    imports: [],
    moves: [],
    removals: [],
    broken: false,
    ...given,
  };
}
