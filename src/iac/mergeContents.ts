import type { Contents } from "./Contents.ts";

/** All that several contents say. */
export function mergeContents(parts: readonly Contents[]): Contents {
  return {
    declarations: parts.flatMap(({ declarations }) => declarations),
    providers: parts.flatMap(({ providers }) => providers),
    definitions: new Map(parts.flatMap(({ definitions }) => [...definitions])),
    imports: parts.flatMap(({ imports }) => imports),
    moves: parts.flatMap(({ moves }) => moves),
    removals: parts.flatMap(({ removals }) => removals),
    broken: parts.some(({ broken }) => broken),
  };
}
