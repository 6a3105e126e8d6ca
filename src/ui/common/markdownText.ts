import { plainText } from "./plainText.ts";

/** A text from the cloud as literal Markdown: no link, image, HTML, icon or emphasis comes out of it. */
export function markdownText(text: string): string {
  return plainText(text).replace(/[!-/:-@[-`{-~]/g, (mark) => `&#${mark.codePointAt(0)};`);
}
