/** Where a check stands when the person cancels it. */
export const checkMoments = [
  "while credentials of the check are loaded",
  "while the dry run is under way",
  "while a try of the check waits for the next one",
  "while refused credentials are renewed",
  "while the impact is counted",
  "while the person is asked",
] as const;

/** Where a change stands when the person cancels it after the confirmation. */
export const changeMoments = [
  "before the line in the journal is written",
  "after the line in the journal is written",
  "while credentials of the change are loaded",
  "while the journal is read before the change leaves",
  "when the change leaves",
  "while the change is under way",
  "while the second try is under way",
  "while a refused try waits for the next one",
  "while credentials are loaded after a refusal",
  "while refused credentials of the change are renewed",
  "while an unproven try waits for the next one",
  "while credentials are loaded after an unproven try",
  "while the outcome is read",
  "between two looks at the outcome",
  "while the outcome is written",
] as const;

/** When the person cancels. */
export type CancelMoment = (typeof checkMoments)[number] | (typeof changeMoments)[number];

/** A person who cancels at one moment, and what stands still at that moment until the report is there. */
export class Cancellation {
  readonly #moment: CancelMoment;
  readonly #controller = new AbortController();
  readonly #released: Promise<void>;
  #release: () => void = () => {};

  constructor(moment: CancelMoment) {
    this.#moment = moment;
    this.#released = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Cancels at once if this is the moment. */
  reached(moment: CancelMoment): void {
    if (moment === this.#moment) this.#controller.abort();
  }

  /** If this is the moment: cancels once all that begins together is under way, and stands still until it is released. */
  async holdAt(moment: CancelMoment): Promise<void> {
    if (moment !== this.#moment) return;
    setImmediate(() => this.#controller.abort());
    await this.#released;
  }

  /** The report is there: what stands still goes on. */
  release(): void {
    this.#release();
  }
}
