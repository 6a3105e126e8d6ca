import type { Secret } from "./Secret.ts";

/** An error's text on one line, with every part of the secret taken out in case the system quoted it. */
export function withoutSecret(error: unknown, secret?: Secret): string {
  let text = error instanceof Error ? error.message : String(error);
  const parts = secret ? [secret.serialise(), secret.securityToken, secret.accessKeySecret, secret.accessKeyId] : [];
  for (const part of parts) if (part) text = text.replaceAll(part, "[secret]");
  return text.replace(/\s+/g, " ").trim();
}
