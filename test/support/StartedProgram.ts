import { type ChildProcess, spawn } from "node:child_process";
import { ProgramOutput } from "./ProgramOutput.ts";

/** A program under way, as a person started it in a terminal. */
export class StartedProgram {
  readonly #child: ChildProcess;
  readonly #output: ProgramOutput;
  readonly #exitCode: Promise<number | null>;

  constructor(command: string, args: readonly string[], folder: string) {
    this.#child = spawn(command, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    this.#output = new ProgramOutput(this.#child);
    this.#exitCode = new Promise((resolve) => this.#child.once("exit", (code) => resolve(code)));
  }

  /** Resolves with the match once the program has printed it. */
  waitForOutput(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#output.waitFor(pattern);
  }

  send(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves once the program has ended; null when a signal ended it. */
  exitCode(): Promise<number | null> {
    return this.#exitCode;
  }
}
