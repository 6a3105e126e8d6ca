import { exchange } from "./exchange.ts";
import type { IssuedSecret } from "./IssuedSecret.ts";
import { parseIssuedSecret } from "./parseIssuedSecret.ts";
import { SourceFault } from "./SourceFault.ts";

const timeoutMs = 10_000;

/**
 * The credentials that an address gives (mode CredentialsURI).
 *
 * Only https, or this machine: over plain http to another one, secrets would cross the network for all to read.
 * @param subject name of the profile, for the fault
 * @throws SourceFault `addressRefused`, `addressFailed`
 */
export async function fetchIssuedSecret(address: string, subject: string): Promise<IssuedSecret> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !(url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname)))) {
    throw new SourceFault({ reason: "addressRefused", subject });
  }
  const failed = (part: string) => new SourceFault({ reason: "addressFailed", subject, part });
  const { status, text } = await exchange(url, { method: "GET", timeoutMs }).catch((error: Error) => {
    throw failed(error.message);
  });
  if (status !== 200) throw failed(`HTTP ${status}`);
  const issued = parseIssuedSecret(text);
  if (!issued) throw failed("another answer");
  return issued;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
