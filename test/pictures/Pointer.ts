import type { Locator, Page } from "playwright-core";

/** Where something is in the window, in pixels. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** A mouse pointer that pictures show, since a browser paints none into them. */
export class Pointer {
  readonly #page: Page;
  #place: Place;

  /** Puts the pointer into the window. */
  static async show(page: Page, place: Place): Promise<Pointer> {
    await page.evaluate(drawPointer);
    const pointer = new Pointer(page, place);
    await pointer.#put(place);
    return pointer;
  }

  private constructor(page: Page, place: Place) {
    this.#page = page;
    this.#place = place;
  }

  /** Moves in a straight line to something; calls back at each step of the way. */
  async moveTo(target: Locator, atEachStep: () => Promise<void>): Promise<void> {
    const box = await target.boundingBox();
    if (!box) throw new Error(`Not in sight: ${target}`);
    const from = this.#place;
    const to = { x: box.x + Math.min(box.width / 2, 120), y: box.y + box.height / 2 };
    for (const part of [0.35, 0.7, 0.92, 1]) {
      const place = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
      await this.#put(place);
      await atEachStep();
    }
    this.#place = to;
  }

  /** Shows or hides the ring that stands for a press. */
  async press(isPressed: boolean): Promise<void> {
    await this.#page.evaluate(`document.getElementById("pointer-ring").style.opacity = ${isPressed ? 1 : 0}`);
  }

  #put({ x, y }: Place): Promise<void> {
    return this.#page.evaluate(`document.getElementById("pointer").style.transform = "translate(${x}px, ${y}px)"`);
  }
}

/** Run in the page. By elements, since the workbench lets no markup be set as text. */
const drawPointer = `(() => {
  const shape = (tag, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const pointer = shape("svg", { id: "pointer", width: 60, height: 60, viewBox: "-30 -30 60 60" });
  pointer.style.cssText = "position:fixed;left:-30px;top:-30px;z-index:2147483647;pointer-events:none";
  const ring = shape("circle", { id: "pointer-ring", r: 16, fill: "#ffb00055", stroke: "#e07b00", "stroke-width": 2.5 });
  ring.style.opacity = 0;
  const arrow = shape("path", {
    d: "M0 0v19l4.6-4.4 3 7 3.3-1.4-3-6.9h6.4z", fill: "#111", stroke: "#fff", "stroke-width": 1.6,
  });
  pointer.append(ring, arrow);
  document.body.append(pointer);
})()`;
