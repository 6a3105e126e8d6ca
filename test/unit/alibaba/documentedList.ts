import { readFileSync } from "node:fs";
import path from "node:path";
import type { DocumentedKind } from "../../../src/alibaba/documentedCodes.ts";
import type { IpamErrorReason } from "../../../src/ipam/IpamError.ts";

/** A code as the metadata and the help pages of VpcIpam 2023-02-28 give it. */
export interface DocumentedCode {
  readonly code: string;
  /** Operations of the product that name it. */
  readonly apis: readonly string[];
  /** Operations that its message is about, where none names it. */
  readonly inferredApis?: readonly string[];
  readonly kind: DocumentedKind;
  /** Whether the request with that answer carried out nothing. */
  readonly provesRefusal: boolean;
}

const file = path.join(import.meta.dirname, "documentedCodes.json");

export const documentedList: readonly DocumentedCode[] = JSON.parse(readFileSync(file, "utf8"));

export const reasonOfKind: Readonly<Record<DocumentedKind, IpamErrorReason>> = {
  invalidRequest: "invalidParameter",
  unsupported: "unsupported",
  quota: "quota",
  dependency: "dependency",
  forbidden: "forbidden",
  conflict: "conflict",
  notFound: "notFound",
  busy: "busy",
  dryRun: "dryRun",
  notActivated: "serviceNotOpened",
};
