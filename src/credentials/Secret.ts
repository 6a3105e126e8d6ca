import { parseJsonObject } from "../ipam/parseJsonObject.ts";

/** Credentials that do not show themselves: printed, inspected, spread or put into JSON they give "[secret]" or nothing. */
export class Secret {
  readonly #accessKeyId: string;
  readonly #accessKeySecret: string;
  readonly #securityToken: string | undefined;

  /** Takes off the white space around each part that comes with pasting; an empty token counts as none. */
  constructor(accessKeyId: string, accessKeySecret: string, securityToken = "") {
    this.#accessKeyId = accessKeyId.trim();
    this.#accessKeySecret = accessKeySecret.trim();
    this.#securityToken = securityToken.trim() || undefined;
  }

  get accessKeyId(): string {
    return this.#accessKeyId;
  }

  get accessKeySecret(): string {
    return this.#accessKeySecret;
  }

  /** Undefined for an AccessKey pair. */
  get securityToken(): string | undefined {
    return this.#securityToken;
  }

  /** The text that a vault keeps: JSON in ASCII, so that its characters are its bytes, which a vault may have to count. */
  serialise(): string {
    const { accessKeyId, accessKeySecret, securityToken } = this;
    return JSON.stringify({ accessKeyId, accessKeySecret, securityToken }).replace(
      /[\u007f-\uffff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[secret]";
  }

  /** The secret that a vault kept; undefined when its text is damaged. */
  static parse(text: string): Secret | undefined {
    const { accessKeyId, accessKeySecret, securityToken } = parseJsonObject(text) ?? {};
    if (typeof accessKeyId !== "string" || typeof accessKeySecret !== "string") return undefined;
    if (accessKeyId === "" || accessKeySecret === "") return undefined;
    if (securityToken !== undefined && typeof securityToken !== "string") return undefined;
    return new Secret(accessKeyId, accessKeySecret, securityToken);
  }
}
