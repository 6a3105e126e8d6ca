import type { ChangeAction, ChangeNote } from "./Change.ts";
import { parseJsonObject } from "./parseJsonObject.ts";
import { regionOf } from "./regions.ts";
import type { Settlement } from "./Settlement.ts";
import type { Target } from "./Target.ts";

/** A window of VS Code as the journal knows it: a name never used again, and its process. */
export interface JournalWriter {
  readonly window: string;
  readonly pid: number;
}

/** A change that is about to leave. Times are ms since 1970. Holds no secret. */
export interface Intent extends JournalWriter {
  readonly kind: "intent";
  readonly id: string;
  readonly at: number;
  readonly action: ChangeAction;
  readonly target: Target;
  readonly accountId: string;
  readonly clientToken: string;
  readonly dryRunRequestId?: string | undefined;
  readonly note?: ChangeNote | undefined;
}

/** A window takes over to find out how an intent came out, after the window that held it is gone. */
export interface Claim extends JournalWriter {
  readonly kind: "claim";
  readonly intent: string;
  readonly at: number;
  /** The window that held it so far. Of two that take over after the same one, the line that stands first counts. */
  readonly after: string;
}

/** How an intent came out. `notSent`: it was withdrawn before its request left. */
export interface Outcome {
  readonly kind: "outcome";
  readonly intent: string;
  readonly at: number;
  readonly outcome: Settlement["outcome"] | "notSent";
  readonly requestId?: string | undefined;
  /** The service's code, where it failed or was refused. */
  readonly code?: string | undefined;
}

/** A damaged line has been told of. It stays where it is. */
export interface SetAside {
  readonly kind: "setAside";
  readonly at: number;
  /** Counted from 1, empty lines too. */
  readonly line: number;
}

/** One line of the journal. */
export type JournalEntry = Intent | Claim | Outcome | SetAside;

/** The line of an entry: JSON, without a line break. */
export function formatEntry(entry: JournalEntry): string {
  return JSON.stringify(entry);
}

/** Reads a line. Undefined when it is damaged: no JSON, a field missing or not of its kind. */
export function parseEntry(line: string): JournalEntry | undefined {
  const fields = parseJsonObject(line);
  const at = fields?.["at"];
  if (!fields || typeof at !== "number" || !Number.isFinite(at)) return undefined;
  switch (fields["kind"]) {
    case "intent":
      return intent(fields, at);
    case "claim":
      return claim(fields, at);
    case "outcome":
      return outcome(fields, at);
    case "setAside":
      return setAside(fields, at);
    default:
      return undefined;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function intent(fields: Fields, at: number): Intent | undefined {
  const { id, accountId, clientToken, dryRunRequestId } = fields;
  const writer = writerOf(fields);
  const target = targetOf(fields["target"]);
  const action = (["dissociate", "associate"] as const).find((known) => known === fields["action"]);
  if (!writer || !target || !action || !isText(id) || !isText(accountId) || !isText(clientToken)) return undefined;
  if (dryRunRequestId !== undefined && !isText(dryRunRequestId)) return undefined;
  const note = noteOf(fields["note"]);
  return {
    kind: "intent",
    ...{ id, at, ...writer, action, target, accountId, clientToken, dryRunRequestId },
    ...(note && { note }),
  };
}

/** Of no weight for what is done next, so that a damaged one costs nothing but itself. */
function noteOf(value: unknown): ChangeNote | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { ipamName, discoveryName, reason }: Partial<Record<keyof ChangeNote, unknown>> = value;
  const texts = Object.entries({ ipamName, discoveryName, reason }).filter(([, text]) => isText(text));
  return texts.length > 0 ? Object.fromEntries(texts) : undefined;
}

function claim(fields: Fields, at: number): Claim | undefined {
  const { intent, after } = fields;
  const writer = writerOf(fields);
  return writer && isText(intent) && isText(after) ? { kind: "claim", intent, at, ...writer, after } : undefined;
}

const outcomes: readonly Outcome["outcome"][] = [
  "dissociated",
  "associated",
  "refused",
  "stillAssociated",
  "notAssociated",
  "unknown",
  "notSent",
];

function outcome(fields: Fields, at: number): Outcome | undefined {
  const { intent, requestId, code } = fields;
  const outcome = outcomes.find((known) => known === fields["outcome"]);
  if (!outcome || !isText(intent)) return undefined;
  if ((requestId !== undefined && !isText(requestId)) || (code !== undefined && !isText(code))) return undefined;
  return { kind: "outcome", intent, at, outcome, requestId, code };
}

function setAside({ line }: Fields, at: number): SetAside | undefined {
  return typeof line === "number" && Number.isInteger(line) && line > 0 ? { kind: "setAside", at, line } : undefined;
}

function writerOf({ window, pid }: Fields): JournalWriter | undefined {
  return isText(window) && typeof pid === "number" && Number.isInteger(pid) && pid > 0 ? { window, pid } : undefined;
}

function targetOf(value: unknown): Target | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { profile, region, ipamId, discoveryId }: Partial<Record<string, unknown>> = { ...value };
  const known = isText(region) ? regionOf(region) : undefined;
  if (!isText(profile) || !known || !isText(ipamId) || !isText(discoveryId)) return undefined;
  return { profile, region: known, ipamId, discoveryId };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= 4096;
}
