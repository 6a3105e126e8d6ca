import { CredentialFault } from "../../credentials/CredentialFault.ts";
import { SourceFault } from "../../credentials/SourceFault.ts";
import { sourceSentences } from "../../credentials/sourceSentences.ts";
import { IpamError } from "../../ipam/IpamError.ts";
import { toIpamError } from "../../ipam/toIpamError.ts";
import { plainText } from "../common/plainText.ts";
import { keychainText } from "./keychainText.ts";

/** A profile whose secret cannot be had, as an error of the call that needed it. Other errors stay what they are. */
export function toCredentialError(thrown: unknown): IpamError {
  if (thrown instanceof SourceFault) {
    const { reason, subject, part } = thrown.detail;
    const words = { subject: subject && plainText(subject), part: part && plainText(part) };
    const detail = { reason: "credentialsUnavailable", ...sourceSentences[reason], ...words, effect: "no" } as const;
    return new IpamError(detail, { cause: thrown });
  }
  if (!(thrown instanceof CredentialFault)) return toIpamError(thrown);
  const reason = thrown.reason === "cancelled" ? "cancelled" : "credentialsUnavailable";
  const { store, fault } = thrown.detail;
  // The remedy of the keychain's fault is about the keychain; a leftover has advice of its own.
  const remedy = thrown.reason === "leftover" ? undefined : fault?.remedy;
  const text = keychainText({ reason: thrown.reason, remedy, store });
  return new IpamError({ reason, ...text, effect: "no" }, { cause: thrown });
}
