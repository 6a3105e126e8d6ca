import type * as vscode from "vscode";
import type { Target } from "../../ipam/Target.ts";

/** Knows which associations end by what a document removes. */
export interface RemovedPairs {
  /** The associations that would end, of those that were read of the account with that profile. */
  targets(document: vscode.TextDocument, profile: string): Promise<readonly Target[]>;
}
