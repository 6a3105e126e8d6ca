import type { Skipped } from "../Skipped.ts";

/** A JSON document could not be walked to its end. */
export class JsonFault extends Error {
  readonly reason: Skipped;

  constructor(reason: Skipped) {
    super(`The document was not read: ${reason}.`);
    this.name = "JsonFault";
    this.reason = reason;
  }
}
