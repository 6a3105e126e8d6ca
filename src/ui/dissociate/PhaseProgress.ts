import * as vscode from "vscode";
import type { ChangePhase } from "../../ipam/ChangeStep.ts";
import { phaseText } from "./phaseText.ts";

/** What takes less than this is over before a notification could be read. Milliseconds. */
const shownAfterMs = 500;

/** The progress notification of one action: up while something takes its time, down while the person is asked. */
export class PhaseProgress {
  readonly #title: string;
  readonly #isOfSeveral: boolean;
  readonly #cancellation = new AbortController();
  #shown: { readonly report: (message: string) => void; readonly close: () => void } | undefined;
  /** Runs on from the first phase that takes its time: quick phases one after another are a wait as well. */
  #due: NodeJS.Timeout | undefined;
  #latest = "";

  constructor(title: string, isOfSeveral: boolean) {
    this.#title = title;
    this.#isOfSeveral = isOfSeveral;
  }

  /** Aborts when the person cancels. */
  get signal(): AbortSignal {
    return this.#cancellation.signal;
  }

  phase(phase: ChangePhase): void {
    const message = phaseText(phase, this.#isOfSeveral);
    if (message === "keep") return;
    if (message === undefined) this.end();
    else if (this.#shown) this.#shown.report(message);
    else this.#showLater(message);
  }

  end(): void {
    clearTimeout(this.#due);
    this.#due = undefined;
    this.#shown?.close();
    this.#shown = undefined;
  }

  #showLater(message: string): void {
    this.#latest = message;
    this.#due ??= setTimeout(() => {
      this.#due = undefined;
      this.#show(this.#latest);
    }, shownAfterMs);
  }

  #show(message: string): void {
    let close = () => {};
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    let latest = message;
    let forward: ((message: string) => void) | undefined;
    this.#shown = {
      close,
      report: (next) => {
        latest = next;
        forward?.(next);
      },
    };
    const options = { location: vscode.ProgressLocation.Notification, title: this.#title, cancellable: true };
    void vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => this.#cancellation.abort());
      forward = (next) => progress.report({ message: next });
      forward(latest);
      return closed;
    });
  }
}
