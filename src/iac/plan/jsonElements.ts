import { limits } from "../limits.ts";
import type { Slices } from "../Slices.ts";
import type { JsonElement } from "./JsonElement.ts";
import { JsonFault } from "./JsonFault.ts";

interface Frame {
  readonly isList: boolean;
  /** The key this list or object is the value of. */
  readonly key: string;
  /** Where the element starts that this frame is. */
  readonly start: number;
}

interface Wanted {
  /** Keys of lists whose objects are wanted. */
  readonly lists: ReadonlySet<string>;
  /** Keys of objects whose own objects are wanted. */
  readonly maps: ReadonlySet<string>;
  /** What an element has to contain to be worth handing out. */
  readonly mention: string;
}

const stepsBetweenLooks = 10_000;

/**
 * The wanted objects of a JSON document that may be far too large to be parsed at once, one after the other; nothing is
 * looked for inside of one. Throws a JsonFault when the document is too deep, one of its elements is too large, or it ends
 * before its brackets are closed.
 */
export async function* jsonElements(
  text: string,
  { lists, maps, mention }: Wanted,
  slices: Slices,
  signal?: AbortSignal,
): AsyncGenerator<JsonElement> {
  const frames: Frame[] = [];
  let element: Frame | undefined;
  let elementDepth = 0;
  let key = "";
  let steps = 0;
  // Whatever is neither a bracket nor a string is passed over.
  const marks = /["[\]{}]/g;
  for (let match = marks.exec(text); match; match = marks.exec(text)) {
    steps += 1;
    if (steps % stepsBetweenLooks === 0) await slices.breathe(signal);
    const at = match.index;
    const mark = match[0];
    if (mark === '"') {
      const end = stringEnd(text, at);
      if (!element && isKey(text, end)) key = text.slice(at + 1, end - 1);
      marks.lastIndex = end;
    } else if (mark === "{" || mark === "[") {
      const parent = frames.at(-1);
      const frame = { isList: mark === "[", key: parent?.isList ? "" : key, start: at };
      frames.push(frame);
      if (frames.length > limits.depth) throw new JsonFault("tooDeep");
      if (!element && mark === "{" && parent && (parent.isList ? lists : maps).has(parent.key)) {
        element = frame;
        elementDepth = frames.length;
      }
    } else {
      if (element && frames.length === elementDepth) {
        const found = text.slice(element.start, at + 1);
        if (found.includes(mention)) {
          if (found.length > limits.whole) throw new JsonFault("tooLarge");
          yield { path: frames.flatMap((frame) => (frame.key ? [frame.key] : [])), text: found };
        }
        element = undefined;
      }
      frames.pop();
    }
  }
  if (frames.length > 0) throw new JsonFault("unreadable");
}

/** Behind the quote that closes a string, or the end of the document. */
function stringEnd(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && isEscaped(text, close, open)) close = text.indexOf('"', close + 1);
  return close < 0 ? text.length : close + 1;
}

function isEscaped(text: string, at: number, open: number): boolean {
  let backslashes = 0;
  while (at - 1 - backslashes > open && text.charCodeAt(at - 1 - backslashes) === 92) backslashes += 1;
  return backslashes % 2 === 1;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (at < text.length && /\s/.test(text[at] ?? "")) at += 1;
  return text[at] === ":";
}
