import type { ChangeAction, ChangeNote } from "./Change.ts";
import { type Moment, parseMoment } from "./Moment.ts";
import { parseJsonObject } from "./parseJsonObject.ts";
import { isRegionFormed, type Region } from "./regions.ts";
import type { Settlement } from "./Settlement.ts";
import type { AssociationEnds, Target } from "./Target.ts";

/** The version of the lines that this program writes. It reads older ones, and passes over what only a later one knows. */
const journalVersion = 2;

/** A window of VS Code as the journal knows it: a name never used again, and its process on its machine. */
export interface JournalWriter {
  readonly window: string;
  readonly pid: number;
}

/** What every line of a window tells: who wrote it, and when. Lines of version 1 name no machine: `host` is empty. */
export interface Signed extends JournalWriter, Moment {}

/** A change that is about to leave, or a dry run that was answered like a change. Holds no secret. */
export interface Intent extends Signed {
  readonly kind: "intent";
  readonly id: string;
  readonly action: ChangeAction;
  readonly target: Target;
  readonly accountId: string;
  readonly clientToken: string;
  readonly dryRunRequestId?: string | undefined;
  readonly note?: ChangeNote | undefined;
  /** The endpoint template it was for; empty for the public endpoints. Absent on lines of version 1. */
  readonly endpoint?: string | undefined;
  /** Set when nobody confirmed a change: a dry run was answered 2xx, as only the change itself should be. */
  readonly origin?: "dryRun" | undefined;
}

/** A window takes over to find out how an intent came out, after the window that held it is gone. */
export interface Claim extends Signed {
  readonly kind: "claim";
  readonly intent: string;
  /** The window that held it so far. Of two that take over after the same one, the line that stands first counts. */
  readonly after: string;
}

/** The window that holds an intent still works on it. */
export interface Renewal extends Signed {
  readonly kind: "renewal";
  readonly intent: string;
}

/** How an intent came out, as one window saw it. */
export interface Outcome extends Moment {
  readonly kind: "outcome";
  readonly intent: string;
  /** The window that found it out. Absent on lines of version 1. */
  readonly window?: string | undefined;
  /** `notSent`: withdrawn before its request left. `later`: a later version of this program knows what. */
  readonly outcome: Settlement["outcome"] | "notSent" | "later";
  readonly requestId?: string | undefined;
  /** The service's code, where it failed or was refused. */
  readonly code?: string | undefined;
}

/** A window saw that an association is gone; of several windows that see it, the one whose line stands first reports it. */
export interface LossSeen extends Signed, AssociationEnds {
  readonly kind: "loss";
  readonly id: string;
}

/** A loss was reported to the person. */
export interface LossReported {
  readonly kind: "lossReported";
  readonly at: number;
  readonly loss: string;
}

/** A damaged line was reported. It stays where it is. */
export interface SetAside {
  readonly kind: "setAside";
  readonly at: number;
  /** Counted from 1, empty lines too. */
  readonly line: number;
}

/** One line of the journal. */
export type JournalEntry = Intent | Claim | Renewal | Outcome | LossSeen | LossReported | SetAside;

/** The line of an entry: JSON, without a line break. */
export function formatEntry(entry: JournalEntry): string {
  return JSON.stringify({ v: journalVersion, ...entry });
}

/** How a line reads: as an entry, as one to pass over, or as damaged. */
export type ParsedEntry = JournalEntry | "passedOver" | "damaged";

/**
 * Reads a line. Damaged is what is no JSON, or misses a field or has one of the wrong kind; passed over is what a later
 * version wrote and this one does not know, and what is about a well-formed region that is not read here.
 * @param regionOf the known region of an id, or undefined
 */
export function parseEntry(line: string, regionOf: (id: string) => Region | undefined): ParsedEntry {
  const fields = parseJsonObject(line);
  if (!fields) return "damaged";
  const { v: version = 1, at } = fields;
  const isLater = typeof version === "number" && version > journalVersion;
  const isTimed = typeof at === "number" && Number.isFinite(at);
  const parsed = isTimed ? parse(fields, at, isLater, regionOf) : "damaged";
  return parsed === "damaged" && isLater ? "passedOver" : parsed;
}

type Fields = Readonly<Record<string, unknown>>;

function parse(
  fields: Fields,
  at: number,
  isLater: boolean,
  regionOf: (id: string) => Region | undefined,
): ParsedEntry {
  switch (fields["kind"]) {
    case "intent":
      return intent(fields, at, regionOf);
    case "claim":
      return claim(fields, at);
    case "renewal":
      return renewal(fields, at);
    case "outcome":
      return outcome(fields, at, isLater);
    case "loss":
      return lossSeen(fields, at, regionOf);
    case "lossReported":
      return isText(fields["loss"]) ? { kind: "lossReported", at, loss: fields["loss"] } : "damaged";
    case "setAside":
      return setAside(fields, at);
    default:
      return "damaged";
  }
}

function intent(fields: Fields, at: number, regionOf: (id: string) => Region | undefined): ParsedEntry {
  const { id, accountId, clientToken, endpoint, origin } = fields;
  const signed = signedOf(fields, at);
  const target = targetOf(fields["target"], regionOf);
  const action = (["dissociate", "associate"] as const).find((known) => known === fields["action"]);
  if (!signed || target === "damaged" || !action) return "damaged";
  if (!isText(id) || !isText(accountId) || !isText(clientToken)) return "damaged";
  const dryRunRequestId = optionalText(fields["dryRunRequestId"]);
  if (dryRunRequestId === "damaged") return "damaged";
  if (endpoint !== undefined && typeof endpoint !== "string") return "damaged";
  if (origin !== undefined && origin !== "dryRun") return "damaged";
  if (target === "passedOver") return "passedOver";
  const note = noteOf(fields["note"]);
  return {
    kind: "intent",
    ...{ id, ...signed, action, target, accountId, clientToken, dryRunRequestId },
    ...(note && { note }),
    ...(endpoint !== undefined && { endpoint }),
    ...(origin && { origin }),
  };
}

/** Of no weight for what is done next, so that a damaged one costs nothing but itself. */
function noteOf(value: unknown): ChangeNote | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { ipamName, discoveryName, reason }: Partial<Record<keyof ChangeNote, unknown>> = value;
  const texts = Object.entries({ ipamName, discoveryName, reason }).filter(([, text]) => isText(text));
  return texts.length > 0 ? Object.fromEntries(texts) : undefined;
}

function claim(fields: Fields, at: number): ParsedEntry {
  const { intent, after } = fields;
  const signed = signedOf(fields, at);
  return signed && isText(intent) && isText(after) ? { kind: "claim", intent, ...signed, after } : "damaged";
}

function renewal(fields: Fields, at: number): ParsedEntry {
  const { intent } = fields;
  const signed = signedOf(fields, at);
  return signed && isText(intent) ? { kind: "renewal", intent, ...signed } : "damaged";
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

function outcome(fields: Fields, at: number, isLater: boolean): ParsedEntry {
  const { intent } = fields;
  const named = outcomes.find((known) => known === fields["outcome"]);
  // What a later version found out settles the change, though only that version can say how.
  const outcome = named ?? (isLater && isText(fields["outcome"]) ? "later" : undefined);
  const requestId = optionalText(fields["requestId"]);
  const code = optionalText(fields["code"]);
  const window = optionalText(fields["window"]);
  const moment = momentOf(fields, at);
  if (!moment) return "damaged";
  if (!outcome || !isText(intent) || requestId === "damaged" || code === "damaged" || window === "damaged") {
    return "damaged";
  }
  return { kind: "outcome", intent, ...moment, ...(window && { window }), outcome, requestId, code };
}

function lossSeen(fields: Fields, at: number, regionOf: (id: string) => Region | undefined): ParsedEntry {
  const { id } = fields;
  const signed = signedOf(fields, at);
  const ends = endsOf(fields, regionOf);
  if (!signed || !isText(id) || ends === "damaged") return "damaged";
  return ends === "passedOver" ? ends : { kind: "loss", id, ...signed, ...ends };
}

function setAside({ line }: Fields, at: number): ParsedEntry {
  return typeof line === "number" && Number.isInteger(line) && line > 0 ? { kind: "setAside", at, line } : "damaged";
}

function signedOf(fields: Fields, at: number): Signed | undefined {
  const { window, pid } = fields;
  const moment = momentOf(fields, at);
  if (!moment || !isText(window) || typeof pid !== "number" || !Number.isInteger(pid) || pid <= 0) return undefined;
  return { window, pid, ...moment };
}

/** Lines of version 1 tell the wall clock only. */
function momentOf({ elapsed = 0, host = "", boot = "" }: Fields, at: number): Moment | undefined {
  return parseMoment({ at, elapsed, host, boot });
}

function targetOf(value: unknown, regionOf: (id: string) => Region | undefined): Target | "damaged" | "passedOver" {
  if (typeof value !== "object" || value === null) return "damaged";
  const { profile, ...others }: Partial<Record<string, unknown>> = { ...value };
  const ends = endsOf(others, regionOf);
  if (!isText(profile)) return "damaged";
  return typeof ends === "string" ? ends : { profile, ...ends };
}

function endsOf(
  { region, ipamId, discoveryId }: Fields,
  regionOf: (id: string) => Region | undefined,
): AssociationEnds | "damaged" | "passedOver" {
  if (!isText(region) || !isText(ipamId) || !isText(discoveryId) || !isRegionFormed(region)) return "damaged";
  const known = regionOf(region);
  return known ? { region: known, ipamId, discoveryId } : "passedOver";
}

/** An empty text is an absent one: services and older versions leave fields empty. */
function optionalText(value: unknown): string | undefined | "damaged" {
  if (value === undefined || value === null || value === "") return undefined;
  return isText(value) ? value : "damaged";
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= 4096;
}
