import type { Page } from "playwright-core";
import type { Cut } from "./screens.ts";

/** A rectangle of the window, in pixels. */
export interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest rectangle that holds the parts of a cut. Throws when one of them is not in sight. */
export async function clipOf(page: Page, { parts = [], height }: Cut): Promise<Clip> {
  const size = page.viewportSize() ?? { width: 0, height: 0 };
  if (parts.length === 0) return { x: 0, y: 0, width: size.width, height: height ?? size.height };
  const boxes = await Promise.all(
    parts.map(async (part) => {
      const box = await part.boundingBox();
      if (!box) throw new Error(`Not in sight: ${part}`);
      return box;
    }),
  );
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - left;
  const bottom = Math.min(size.height, Math.max(...boxes.map((box) => box.y + box.height)));
  return { x: left, y: top, width, height: Math.min(bottom - top, height ?? bottom - top) };
}
