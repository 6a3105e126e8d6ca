// As much of VS Code as the texts of the program need: English, and a record of every sentence they are made of.

/** A sentence of the program: the text it is written down as, and what is filled in. */
export interface Sentence {
  readonly text: string;
  /** By place, or by name where the sentence explains an error. */
  readonly words: readonly string[] | Readonly<Record<string, string>>;
}

let heard: Sentence[] | undefined;

/** The sentences that texts are put together from, in the order they were asked for. */
export function listen(speak: () => void): readonly Sentence[] {
  const sentences: Sentence[] = [];
  heard = sentences;
  try {
    speak();
  } finally {
    heard = undefined;
  }
  return sentences;
}

export const l10n = {
  t(text: string, ...given: readonly unknown[]): string {
    const [first] = given;
    const isNamed = typeof first === "object" && first !== null;
    const words = isNamed ? Object.fromEntries(Object.entries(first)) : given.map(String);
    heard?.push({ text, words });
    return text.replace(/\{(\w+)\}/g, (place, name) => String(Reflect.get(words, name) ?? place));
  },
};

export const env = { language: "en" };
