import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../scripts/toolchain.mjs";
import type { Language } from "./Language.ts";

type Texts = Readonly<Record<string, string>>;

/** The product's own texts in one language, so that a picture is driven by what is in sight and not by a copy of it. */
export class Words {
  readonly #messages: Texts;
  readonly #manifest: Texts;

  constructor(language: Language) {
    const suffix = language === "en" ? "" : `.${language}`;
    this.#messages = suffix === "" ? {} : readTexts(`l10n/bundle.l10n${suffix}.json`);
    this.#manifest = readTexts(`package.nls${suffix}.json`);
  }

  /** A message as it is shown, with its numbered placeholders filled in. Throws where a language lacks it. */
  say(english: string, ...parts: readonly string[]): string {
    const isEnglish = Object.keys(this.#messages).length === 0;
    const text = isEnglish ? english : this.#messages[english];
    if (text === undefined) throw new Error(`There is no translation of: ${english}`);
    return text.replace(/\{(\d+)\}/g, (_, index) => parts[Number(index)] ?? "");
  }

  /** The longest piece of a message between two placeholders: enough to find it by, wherever a language puts them. */
  piece(english: string): string {
    const [longest = ""] = this.say(english, ...Array.from({ length: 10 }, () => "\0"))
      .split("\0")
      .sort((one, other) => other.length - one.length);
    return longest.trim();
  }

  /** A text of the manifest, such as the title of a command. */
  title(key: string): string {
    const text = this.#manifest[key];
    if (text === undefined) throw new Error(`The manifest has no text ${key}.`);
    return text;
  }
}

function readTexts(file: string): Texts {
  return JSON.parse(readFileSync(path.join(root, file), "utf8"));
}
