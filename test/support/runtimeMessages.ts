import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const source = path.resolve(import.meta.dirname, "../../src");

/**
 * The English messages a person may see: literals given to l10n.t, and the sentences of errors, which reach it as
 * values in properties named `what` and `advice` or in constants.
 */
export function runtimeMessages(): ReadonlySet<string> {
  const code = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.startsWith("simulator"))
    .map((file) => readFileSync(path.join(source, file), "utf8"))
    .join("\n");
  const direct = literals(code, /(?:\bl10n\.t|\bt)\(\s*"((?:[^"\\\n]|\\.)*)"/g);
  const values = [
    ...literals(code, /\b(?:what|advice):\s*"((?:[^"\\\n]|\\.)+)"/g),
    ...literals(code, /^(?:export )?const \w+ =\s*"((?:[^"\\\n]|\\.)+)";$/gm),
  ].filter((text) => /^[A-Z{].*\.$/.test(text));
  return new Set([...direct, ...values]);
}

function literals(code: string, pattern: RegExp): readonly string[] {
  return [...code.matchAll(pattern)].map(([, text]) => String(JSON.parse(`"${text}"`)));
}
