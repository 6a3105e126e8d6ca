import type { Finding } from "./Finding.ts";
import type { Insertion } from "./Insertion.ts";

/**
 * What puts a declaration back that is gone, where it stood.
 * @returns undefined where that takes more than an insertion: in a program; where only part of a declaration is gone; and in
 * YAML and JSON without a neighbour before it
 */
export function restoration({ base, path, range }: Finding): Insertion | undefined {
  if (!base) return undefined;
  const at = range.start;
  const isHere = base.path === path;
  const isStart = at.line === 0 && at.character === 0;
  const insertion = (text: string): Insertion => ({ path, isNewFile: false, at, text });
  if (/\.(?:tf|tofu)$/.test(base.path)) {
    if (isHere) return insertion(isStart ? `${base.text}\n\n` : `\n\n${base.text}`);
    return { path: base.path, isNewFile: true, at: { line: 0, character: 0 }, text: `${base.text}\n` };
  }
  if (!isHere || isStart) return undefined;
  const own = " ".repeat(base.range.start.character) + base.text;
  if (/\.ya?ml$/.test(path)) {
    return insertion(at.character === 0 ? own.replace(/\n?$/, "\n") : `\n${own.replace(/\n$/, "")}`);
  }
  // In Terraform's JSON the neighbour may stand under another type.
  return /(?<!\.tf|\.tofu)\.(?:json|template)$/.test(path) ? insertion(`,\n${own}`) : undefined;
}
