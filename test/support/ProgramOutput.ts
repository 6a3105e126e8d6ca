import type { ChildProcess } from "node:child_process";

/** What a program prints to both of its streams, as one text that grows. */
export class ProgramOutput {
  readonly #child: ChildProcess;
  readonly #listeners = new Set<() => void>();
  #text = "";

  constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => this.#append(text));
    }
    child.once("exit", () => this.#append(""));
  }

  /** All that was printed until now. */
  text(): string {
    return this.#text;
  }

  /** Resolves with the match once it is printed; throws with all that was printed if the program ends before. */
  waitFor(pattern: RegExp, milliseconds = 60_000): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const settle = (action: () => void): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        action();
      };
      const fail = (what: string): void => settle(() => reject(new Error(`${what}:\n${this.#text}`)));
      const look = (): void => {
        const match = pattern.exec(this.#text);
        if (match) settle(() => resolve(match));
        else if (this.#hasEnded()) fail(`The program ended before it printed ${pattern}`);
      };
      const timer = setTimeout(() => fail(`The program printed no ${pattern} in ${milliseconds} ms`), milliseconds);
      this.#listeners.add(look);
      look();
    });
  }

  #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #append(text: string): void {
    this.#text += text;
    for (const look of [...this.#listeners]) look();
  }
}
