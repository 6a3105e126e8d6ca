/** What a person has typed so far, as typed. A field that was not asked for yet is left out. */
export interface TypedAccessKey {
  readonly kind: "accessKey" | "sts";
  readonly accessKeyId?: string;
  readonly accessKeySecret?: string;
  readonly securityToken?: string;
}

/** What is wrong with it: the key of a message. It never holds what was typed. */
export type AccessKeyFlaw =
  | "idEmpty"
  | "idWhiteSpace"
  | "idCharacters"
  | "idIsSecret"
  | "idIsTemporary"
  | "secretEmpty"
  | "secretWhiteSpace"
  | "secretCharacters"
  | "secretIsId"
  | "tokenEmpty"
  | "tokenWhiteSpace"
  | "tokenCharacters"
  | "tokenIsId";

/**
 * Checks an AccessKey as it is typed, field by field; undefined when nothing is wrong. White space around a value is
 * no flaw: pasting brings it along and {@link Secret} takes it off.
 */
export function validateAccessKey(typed: TypedAccessKey): AccessKeyFlaw | undefined {
  const { kind, accessKeyId, accessKeySecret, securityToken } = typed;
  return (
    (accessKeyId === undefined ? undefined : idFlaw(accessKeyId.trim(), kind)) ??
    (accessKeySecret === undefined ? undefined : secretFlaw(accessKeySecret.trim(), accessKeyId?.trim())) ??
    (securityToken === undefined || kind === "accessKey" ? undefined : tokenFlaw(securityToken.trim()))
  );
}

function idFlaw(id: string, kind: TypedAccessKey["kind"]): AccessKeyFlaw | undefined {
  if (id === "") return "idEmpty";
  if (/\s/.test(id)) return "idWhiteSpace";
  if (!printable(id)) return "idCharacters";
  if (looksLikeSecret(id)) return "idIsSecret";
  // The service answers such an id without its token with InvalidAccessKeyId.NotFound, which misleads.
  return kind === "accessKey" && isTemporaryId(id) ? "idIsTemporary" : undefined;
}

function secretFlaw(secret: string, id: string | undefined): AccessKeyFlaw | undefined {
  if (secret === "") return "secretEmpty";
  if (/\s/.test(secret)) return "secretWhiteSpace";
  if (!printable(secret)) return "secretCharacters";
  return secret === id || looksLikeId(secret) ? "secretIsId" : undefined;
}

function tokenFlaw(token: string): AccessKeyFlaw | undefined {
  if (token === "") return "tokenEmpty";
  if (/\s/.test(token)) return "tokenWhiteSpace";
  if (!printable(token)) return "tokenCharacters";
  return looksLikeId(token) ? "tokenIsId" : undefined;
}

function printable(text: string): boolean {
  return /^[!-~]*$/.test(text);
}

function isTemporaryId(text: string): boolean {
  return text.startsWith("STS.");
}

/** Ids of AccessKeys start with LTAI (12 to 26 more characters), those of STS with "STS.". */
function looksLikeId(text: string): boolean {
  return /^LTAI[0-9A-Za-z]{8,28}$/.test(text) || /^STS\.[0-9A-Za-z]+$/.test(text);
}

/** An AccessKey's secret has 30 letters and digits, an STS one 44; an id has neither length. */
function looksLikeSecret(text: string): boolean {
  return /^([0-9A-Za-z]{30}|[0-9A-Za-z]{44})$/.test(text) && !text.startsWith("LTAI");
}
