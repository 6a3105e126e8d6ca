import type { Credentials } from "./Credentials.ts";

/**
 * A text from outside with every secret of the request taken out: a gateway or a proxy may quote in its answer what it
 * was sent, as it is, percent-encoded, or in JSON that escapes slashes. The AccessKey id is none: support asks for it.
 */
export function hideCredentials(
  text: string,
  credentials: Pick<Credentials, "accessKeySecret" | "securityToken"> | undefined,
): string {
  if (!credentials) return text;
  const { accessKeySecret, securityToken = "" } = credentials;
  return [accessKeySecret, securityToken]
    .flatMap((secret) => (secret === "" ? [] : [secret, encodeURIComponent(secret), secret.replaceAll("/", "\\/")]))
    .reduce((hidden, word) => hidden.replaceAll(word, "[secret]"), text);
}
