import { type ProfileSource, parseProfileSource } from "./ProfileSource.ts";

/** Where a profile's secret lies. `session` is this window's memory. */
export type StoreName = "keychain" | "vscode" | "session";

/** One account a person signed in to. Holds no secret: it may be logged, listed and kept in a state file. */
export interface Profile {
  /** Random, never reused: the name of the secret in its store. */
  readonly id: string;
  readonly name: string;
  /** `sourced`: nothing is kept for it, its `source` gives its credentials each time. */
  readonly kind: "accessKey" | "sts" | "sourced" | "demo";
  readonly accountId: string;
  /** ARN of the RAM user or role, as STS gave it. */
  readonly arn?: string | undefined;
  /** `none` for a sourced profile. */
  readonly store: StoreName | "none";
  /** Of a sourced profile, and of no other. */
  readonly source?: ProfileSource | undefined;
  /** ISO 8601, UTC. */
  readonly addedAt: string;
}

/** Reads a stored row. Undefined when the row is damaged: a field missing, empty, or not of its kind. */
export function parseProfile(row: unknown): Profile | undefined {
  if (typeof row !== "object" || row === null) return undefined;
  const fields: Partial<Record<keyof Profile, unknown>> = row;
  const id = text(fields.id);
  const name = text(fields.name);
  const kind = (["accessKey", "sts", "sourced", "demo"] as const).find((known) => known === fields.kind);
  const accountId = text(fields.accountId);
  const arn = text(fields.arn);
  const store = (["keychain", "vscode", "session", "none"] as const).find((known) => known === fields.store);
  const addedAt = text(fields.addedAt);
  const source = parseProfileSource(fields.source);
  if (!id || !name || !kind || !accountId || !store || !addedAt) return undefined;
  if (Number.isNaN(Date.parse(addedAt)) || (fields.arn !== undefined && !arn)) return undefined;
  const sourced = kind === "sourced";
  if (sourced !== (store === "none") || sourced !== (source !== undefined)) return undefined;
  return { id, name, kind, accountId, ...(arn && { arn }), store, ...(source && { source }), addedAt };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
