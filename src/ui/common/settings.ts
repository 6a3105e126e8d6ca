import * as vscode from "vscode";
import type { OnFailure } from "../../ipam/OnFailure.ts";
import { type ChosenRegions, chosenRegions, type OwnRegion, type Region } from "../../ipam/regions.ts";
import type { ConsoleSite } from "./consoleUrl.ts";

/** How a dissociation is confirmed beyond the dialog. */
export type Confirmation = "typeId" | "button";

/** Where a new profile's secret goes. */
export type CredentialStoreSetting = "auto" | "keychain" | "vscode" | "session";

/**
 * The settings of the extension, read when asked. All have a scope that no workspace can set; a value of the wrong
 * kind counts as the default.
 */
export const settings = {
  endpoint: (): string => read("endpoint", (value) => (typeof value === "string" ? value : undefined)) ?? "",
  /** The regions to read. */
  regions: (): readonly Region[] => chosen().read,
  /** The regions that the person added to the published ones. Wherever a region comes in as text, these count too. */
  ownRegions: (): readonly OwnRegion[] => chosen().own,
  /** Entries of the setting that are no regions and are ignored. */
  malformedRegions: (): readonly unknown[] => chosen().malformed,
  confirmation: (): Confirmation => read("confirmation", oneOf("typeId", "button")) ?? "typeId",
  bulkOnFailure: (): OnFailure => read("bulkOnFailure", oneOf("stop", "continue")) ?? "stop",
  credentialStore: (): CredentialStoreSetting =>
    read("credentialStore", oneOf("auto", "keychain", "vscode", "session")) ?? "auto",
  autoRefresh: (): boolean => read("autoRefresh", (value) => (typeof value === "boolean" ? value : undefined)) ?? true,
  console: (): ConsoleSite =>
    read("console", oneOf("mainland", "international")) ??
    (vscode.env.language.startsWith("zh") ? "mainland" : "international"),
  requestTimeoutSeconds: (): number => {
    const seconds = read("requestTimeoutSeconds", (value) => (typeof value === "number" ? value : undefined)) ?? 10;
    return Math.min(Math.max(seconds, 1), 120);
  },
  checkOnSave: (): boolean => read("checkOnSave", (value) => value === true) ?? false,
} as const;

/** The section all settings stand in. */
export const settingsSection = "ipamExplorer";

function chosen(): ChosenRegions {
  return chosenRegions(read("regions", (value) => value));
}

function read<T>(name: string, parse: (value: unknown) => T | undefined): T | undefined {
  return parse(vscode.workspace.getConfiguration(settingsSection).get<unknown>(name));
}

function oneOf<T extends string>(...words: readonly T[]): (value: unknown) => T | undefined {
  return (value) => words.find((word) => word === value);
}
