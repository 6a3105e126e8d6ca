import { ApiFault } from "./ApiFault.ts";
import type { Assumptions } from "./assumptions.ts";

/** The ClientTokens of requests that passed, so that one that comes again is not carried out again. */
export class ClientTokens {
  readonly #now: () => number;
  readonly #assumptions: Assumptions;
  readonly #used = new Map<string, { readonly request: string; readonly at: number }>();

  constructor(now: () => number, assumptions: Assumptions) {
    this.#now = now;
    this.#assumptions = assumptions;
  }

  /**
   * Whether the same request with the same token has passed before.
   * @param request everything about the request but its token
   * @throws ApiFault when the token is malformed, or has passed with another request
   */
  isReplay(accountId: string, token: string, request: string): boolean {
    const { clientTokenMaxLength, clientTokenLifetimeMs, tokenReusedCode } = this.#assumptions;
    if (!/^[\x21-\x7e]+$/.test(token) || token.length > clientTokenMaxLength) {
      throw new ApiFault(400, "InvalidParameter", "The specified parameter ClientToken is not valid.");
    }
    const earlier = this.#used.get(`${accountId}/${token}`);
    if (!earlier || this.#now() - earlier.at > clientTokenLifetimeMs) return false;
    if (earlier.request !== request) {
      throw new ApiFault(400, tokenReusedCode, "The ClientToken was used with other parameters.");
    }
    return true;
  }

  remember(accountId: string, token: string, request: string): void {
    this.#forgetOld();
    this.#used.set(`${accountId}/${token}`, { request, at: this.#now() });
  }

  /** The oldest stand first. */
  #forgetOld(): void {
    for (const [key, { at }] of this.#used) {
      if (this.#now() - at <= this.#assumptions.clientTokenLifetimeMs) return;
      this.#used.delete(key);
    }
  }
}
