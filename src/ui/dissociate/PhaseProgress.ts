import * as vscode from "vscode";
import type { ChangePhase } from "../../ipam/ChangeStep.ts";

/** What takes less than this is over before a notification could be read. Milliseconds. */
const shownAfterMs = 500;

/** The progress notification of one action: up while something takes its time, down while the person is asked. */
export class PhaseProgress {
  readonly #title: string;
  readonly #isOfSeveral: boolean;
  readonly #cancellation = new AbortController();
  #shown: { readonly report: (message: string) => void; readonly close: () => void } | undefined;
  #due: NodeJS.Timeout | undefined;

  constructor(title: string, isOfSeveral: boolean) {
    this.#title = title;
    this.#isOfSeveral = isOfSeveral;
  }

  /** Aborts when the person cancels. */
  get signal(): AbortSignal {
    return this.#cancellation.signal;
  }

  phase(phase: ChangePhase): void {
    const message = text(phase, this.#isOfSeveral);
    if (message === "keep") return;
    if (message === undefined) this.end();
    else if (this.#shown) this.#shown.report(message);
    else this.#showLater(message);
  }

  end(): void {
    clearTimeout(this.#due);
    this.#shown?.close();
    this.#shown = undefined;
  }

  #showLater(message: string): void {
    clearTimeout(this.#due);
    this.#due = setTimeout(() => this.#show(message), shownAfterMs);
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

/** Undefined while the person is asked or nothing is done; `keep` for what is over at once. */
function text(phase: ChangePhase, isOfSeveral: boolean): string | undefined {
  switch (phase) {
    case "checking":
      return vscode.l10n.t("dry run and live reading…");
    case "waiting":
    case "sending":
      return isOfSeveral
        ? vscode.l10n.t("preparing a request. Cancel keeps it and those behind it from being sent.")
        : vscode.l10n.t("preparing the request. Cancel keeps it from being sent.");
    case "sent":
      return isOfSeveral
        ? vscode.l10n.t("a request was sent. Cancel stops waiting for its result, and sends no other.")
        : vscode.l10n.t("request sent. Cancel only stops waiting for the result.");
    case "verifying":
      return isOfSeveral
        ? vscode.l10n.t("reading a result. Cancel stops waiting for it, and sends no other.")
        : vscode.l10n.t("reading the result. Cancel only stops waiting for it.");
    case "checked":
    case "ended":
      return "keep";
    case "confirming":
    case "idle":
      return undefined;
  }
}
