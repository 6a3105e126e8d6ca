import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Locator } from "playwright-core";
import { Pointer } from "./Pointer.ts";
import type { Stage } from "./Stage.ts";

/** Milliseconds that frames of one kind stand. */
const stand = { step: 60, press: 350, letter: 90, look: 1_200, read: 2_400 };

/** Frames of the window, each with the time it stands, that become an animated WebP. */
export class MovingPicture {
  readonly #stage: Stage;
  readonly #pointer: Pointer;
  readonly #folder: string;
  readonly #frames: { readonly file: string; readonly milliseconds: number }[] = [];

  static async begin(stage: Stage): Promise<MovingPicture> {
    const { width, height } = stage.size;
    return new MovingPicture(stage, await Pointer.show(stage.page, { x: width * 0.6, y: height * 0.6 }));
  }

  private constructor(stage: Stage, pointer: Pointer) {
    this.#stage = stage;
    this.#pointer = pointer;
    this.#folder = mkdtempSync(path.join(tmpdir(), "ipam-frames-"));
  }

  /** Keeps what is in sight for as long as a person needs to look at it, or to read it. */
  async keep(kind: keyof typeof stand): Promise<void> {
    const file = path.join(this.#folder, `${String(this.#frames.length).padStart(4, "0")}.png`);
    await this.#stage.page.screenshot({ path: file });
    this.#frames.push({ file, milliseconds: stand[kind] });
  }

  /** Moves the pointer to something and shows a press; the press itself is left to the one who asked. */
  async pressAt(target: Locator): Promise<void> {
    await this.#pointer.moveTo(target, () => this.keep("step"));
    await this.#pointer.press(true);
    await this.keep("press");
    await this.#pointer.press(false);
  }

  /** Types into the input that has the focus, a few letters in each frame. */
  async type(text: string): Promise<void> {
    for (let place = 0; place < text.length; place += 4) {
      await this.#stage.page.keyboard.type(text.slice(place, place + 4));
      await this.keep("letter");
    }
  }

  /** Seconds that it runs. */
  get seconds(): number {
    return this.#frames.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1_000;
  }

  /** Writes the picture and forgets its frames. */
  write(file: string): void {
    mkdirSync(path.dirname(file), { recursive: true });
    const frames = this.#frames.flatMap((frame) => ["-d", String(frame.milliseconds), frame.file]);
    // Lossless: text stays sharp, and what stays the same between two frames costs next to nothing.
    execFileSync("img2webp", ["-loop", "0", "-lossless", "-m", "4", ...frames, "-o", file]);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
