/** Comments, and what no person reads in the product: the words of the log and of faults of the program. */
const unseen = /\/\*[\s\S]*?\*\/|\/\/.*|(?:\b\w*log\.\w+|\bsuper|\bnew \w*Error)\([^;]*|\bconst context =[^;]*/g;

/**
 * Literals of a source that read like words for a person: they begin with a capital letter and go on with a space or an
 * ellipsis.
 */
export function visibleLiterals(source: string): readonly string[] {
  const code = source.replaceAll(unseen, "");
  return [...code.matchAll(/"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)]
    .map(([, plain, template]) => plain ?? template ?? "")
    .filter((text) => /^[A-Z][a-z]+(?:…| [a-z{$(])/.test(text));
}
