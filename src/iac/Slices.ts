import { limits } from "./limits.ts";

/** Cuts long work into slices, so that the editor gets its turn in between. */
export class Slices {
  readonly #now: () => number;
  readonly #pause: () => Promise<void>;
  #started: number;

  /** `now` in milliseconds; `pause` lets everything else that waits run first. */
  constructor(now: () => number, pause: () => Promise<void>) {
    this.#now = now;
    this.#pause = pause;
    this.#started = now();
  }

  /** Whether this slice has lasted long enough. */
  get isOver(): boolean {
    return this.#now() - this.#started > limits.slice;
  }

  /** Lets others run when the slice is over. Throws the signal's reason when the work is no longer wanted. */
  async breathe(signal?: AbortSignal): Promise<void> {
    if (!this.isOver) return;
    await this.#pause();
    signal?.throwIfAborted();
    this.#started = this.#now();
  }
}
