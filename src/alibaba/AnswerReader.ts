import { IpamError } from "../ipam/IpamError.ts";
import type { Tag } from "../ipam/Tag.ts";
import type { Answer } from "./OpenApiCaller.ts";
import type { SharedTexts } from "./SharedTexts.ts";

/**
 * Reads fields of an answer into typed ones. The border: what comes in is unknown, what goes out is typed. Unknown
 * fields are passed over, missing texts read as empty, and a value of the wrong kind is a `badAnswer`.
 */
export class AnswerReader {
  readonly #fields: Answer;
  readonly #action: string;
  readonly #shared: SharedTexts | undefined;
  /** Of the answer that these fields are part of. */
  readonly #requestId: string | undefined;

  /**
   * @param shared keeps texts that come again and again once
   * @param requestId of the answer, where the fields are a part of it
   */
  constructor(fields: unknown, action: string, shared?: SharedTexts, requestId?: string) {
    this.#action = action;
    this.#shared = shared;
    this.#requestId = requestId;
    if (typeof fields !== "object" || fields === null || Array.isArray(fields)) throw this.#bad();
    this.#fields = { ...fields };
  }

  /** A text; numbers, which ids of accounts may be, become their digits. */
  text(name: string): string {
    const value = this.#fields[name];
    if (value === undefined || value === null) return "";
    if (typeof value === "string") return this.#share(value);
    if (typeof value === "number" && Number.isSafeInteger(value)) return this.#share(String(value));
    throw this.#bad();
  }

  /** The RequestId of an answer; a missing or blank one, or one that is no text, is absent. */
  requestId(): string | undefined {
    const requestId = this.#fields?.["RequestId"];
    return typeof requestId === "string" && requestId.trim() !== "" ? requestId : undefined;
  }

  /** What leads to the next page, or undefined after the last one. Text only: a number would not go back as it came. */
  token(name: string): string | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null || value === "") return undefined;
    if (typeof value === "string") return value;
    throw this.#bad();
  }

  /** Whether there is such a field. */
  has(name: string): boolean {
    const value = this.#fields[name];
    return value !== undefined && value !== null;
  }

  /** @throws IpamError `badAnswer`, for an answer that lacks what it must have */
  missing(): never {
    throw this.#bad();
  }

  /** A text that must not be empty. */
  id(name: string): string {
    const value = this.text(name);
    if (value === "") throw this.#bad();
    return value;
  }

  number(name: string): number | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null) return undefined;
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof number !== "number" || !Number.isFinite(number)) throw this.#bad();
    return number;
  }

  /** A time in ISO 8601, as milliseconds since 1970. */
  time(name: string): number {
    const time = Date.parse(this.id(name));
    if (Number.isNaN(time)) throw this.#bad();
    return time;
  }

  boolean(name: string): boolean {
    const value = this.#fields[name];
    if (typeof value === "boolean") return value;
    if (value === "true" || value === "false") return value === "true";
    throw this.#bad();
  }

  texts(name: string): readonly string[] {
    const texts = this.#list(name).map((value) => {
      if (typeof value !== "string") throw this.#bad();
      return this.#share(value);
    });
    return this.#shared?.list(texts) ?? texts;
  }

  /** The objects of a list, each with a reader. */
  rows(name: string): readonly AnswerReader[] {
    const requestId = this.requestId() ?? this.#requestId;
    return this.#list(name).map((value) => new AnswerReader(value, this.#action, this.#shared, requestId));
  }

  tags(name: string): readonly Tag[] {
    const tags = this.rows(name).map((tag) => ({ key: tag.text("Key"), value: tag.text("Value") }));
    return this.#shared?.tags(tags) ?? tags;
  }

  #share(text: string): string {
    return this.#shared?.text(text) ?? text;
  }

  #list(name: string): readonly unknown[] {
    const value = this.#fields[name];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw this.#bad();
    return value;
  }

  #bad(): IpamError {
    return new IpamError({
      reason: "badAnswer",
      what: "The answer to {action} does not have the documented shape.",
      advice: "Try again; if it stays, show the log and report it.",
      action: this.#action,
      requestId: this.requestId() ?? this.#requestId,
      effect: "maybe",
    });
  }
}
