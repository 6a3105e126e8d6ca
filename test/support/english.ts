import type { Translate } from "../../src/ui/editor/Translate.ts";

/** Says a message in English, with its words filled in, as VS Code does where there is no translation. */
export const english: Translate = (message, ...words) =>
  message.replace(/\{(\d+)\}/g, (_, index) => String(words[Number(index)] ?? ""));
