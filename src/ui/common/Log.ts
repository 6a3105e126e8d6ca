import * as vscode from "vscode";
import { IpamError } from "../../ipam/IpamError.ts";
import { oneLine } from "./oneLine.ts";

/** Longest entry. What a service says of an error, and the place of a fault in the program, have room in it. */
const longest = 4_000;

/** The log channel. English, one line an entry, with the RequestId; never a secret. Made when first written to. */
export class Log implements vscode.Disposable {
  #channel: vscode.LogOutputChannel | undefined;

  get #output(): vscode.LogOutputChannel {
    this.#channel ??= vscode.window.createOutputChannel("IPAM Explorer", { log: true });
    return this.#channel;
  }

  info(line: string): void {
    this.#output.info(oneLine(line, longest));
  }

  warn(line: string): void {
    this.#output.warn(oneLine(line, longest));
  }

  debug(line: string): void {
    this.#output.debug(oneLine(line, longest));
  }

  /** Logs a failure with the service's own words; of an unforeseen one, where in the program it happened. */
  error(context: string, error: unknown): void {
    if (!(error instanceof IpamError)) {
      this.#error(`${context}: ${error instanceof Error ? (error.stack ?? error.message) : typeof error}`);
      return;
    }
    const { action, region, httpStatus, serviceMessage } = error.detail;
    const call = [action, region, httpStatus && `HTTP ${httpStatus}`].filter(Boolean).join(" ");
    const words = serviceMessage ? ` [${serviceMessage}]` : "";
    this.#error(`${context}: ${error.reason}${call ? ` in ${call}` : ""}: ${error.message}${words}`);
    if (error.cause instanceof Error && error.reason === "unexpected") this.debug(error.cause.stack ?? "");
  }

  #error(line: string): void {
    this.#output.error(oneLine(line, longest));
  }

  show(): void {
    this.#output.show(true);
  }

  dispose(): void {
    this.#channel?.dispose();
  }
}
