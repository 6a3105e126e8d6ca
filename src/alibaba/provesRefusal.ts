import { type DocumentedKind, documentedKind } from "./documentedCodes.ts";
import { isRefusedByGateway } from "./gatewayCodes.ts";

/** The service names these while something is in motion, which may be the effect of this very request. */
const withoutProof: ReadonlySet<DocumentedKind> = new Set(["busy"]);

/**
 * Whether an answer proves that its request was not carried out: only a documented code does, by its exact name, and only
 * with a status of the client's errors. A server error proves nothing, whatever code comes with it, and a code that merely
 * looks like one of a known family may be anything.
 *
 * It says nothing about an earlier try of the same request.
 */
export function provesRefusal(code: string, httpStatus: number | undefined): boolean {
  if (httpStatus === undefined || httpStatus < 400 || httpStatus >= 500) return false;
  const kind = documentedKind(code);
  return kind === undefined ? isRefusedByGateway(code) : !withoutProof.has(kind);
}
