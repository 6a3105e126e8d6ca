import { createHmac, randomBytes } from "node:crypto";
import { ApiFault } from "./ApiFault.ts";

/** Opaque tokens for the next page of a list. Each is good for the very list it was given with, and for a while. */
export class NextTokens {
  readonly #secret = randomBytes(16);
  readonly #now: () => number;
  readonly #lifetimeMs: number;

  constructor(now: () => number, lifetimeMs: number) {
    this.#now = now;
    this.#lifetimeMs = lifetimeMs;
  }

  /** @param list whose list it is, of which action, with which filters */
  issue(start: number, list: string): string {
    const text = `${start}.${this.#now()}`;
    return Buffer.from(`${text}.${this.#seal(text, list)}`).toString("base64url");
  }

  /**
   * The row a page starts with.
   * @throws ApiFault InvalidParameter when the token is unknown, another list's, or too old
   */
  start(token: string | undefined, list: string): number {
    if (token === undefined) return 0;
    const [start = "", issuedAt = "", seal] = Buffer.from(token, "base64url").toString("utf8").split(".");
    const isOurs = seal === this.#seal(`${start}.${issuedAt}`, list);
    if (!isOurs || this.#now() - Number(issuedAt) > this.#lifetimeMs) {
      throw new ApiFault(400, "InvalidParameter", "The specified parameter NextToken is not valid.");
    }
    return Number(start);
  }

  #seal(text: string, list: string): string {
    return createHmac("sha256", this.#secret).update(`${text} ${list}`).digest("hex").slice(0, 24);
  }
}
