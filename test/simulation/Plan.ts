import type { ChangeAction } from "../../src/ipam/Change.ts";
import type { ChangePhase } from "../../src/ipam/ChangeStep.ts";
import type { OnFailure } from "../../src/ipam/OnFailure.ts";
import { randomOf } from "../support/mutate.ts";
import type { DiskTrouble } from "./VirtualDisk.ts";

/** How requests are told apart when one is to go wrong. */
export type RequestKind = "change" | "dryRun" | "associations" | "list" | "count";

/** What goes wrong with one request. `after`: it is carried out all the same. */
export type NetworkFault =
  | { readonly kind: "slow"; readonly ms: number }
  | { readonly kind: "refusedConnection" }
  | { readonly kind: "reset" | "stall" | "notJson" | "redirect"; readonly after: boolean }
  /** The client sees a broken connection, and the request arrives all the same, so much later. */
  | { readonly kind: "late"; readonly ms: number }
  | { readonly kind: "throttled"; readonly retryAfterMs: number | undefined }
  | { readonly kind: "code"; readonly status: number; readonly code: string; readonly after: boolean }
  /** A list whose rows do not have the documented shape, or that counts more rows than it has. */
  | { readonly kind: "badShape" | "wrongTotal" }
  /** A dry run is carried out like the change. */
  | { readonly kind: "ignoreDryRun"; readonly answer: "ok" | "reset" | "notJson" | "serverFault" | "empty" };

/** A fault of the n-th request of a kind that a window sends, from 0. */
export interface PlannedFault {
  readonly window: number;
  readonly request: RequestKind;
  readonly nth: number;
  readonly fault: NetworkFault;
}

/** When a person cancels: so long after the beginning, or after the n-th step of that phase. */
export type Cancel =
  | { readonly afterMs: number }
  | { readonly phase: "checking" | "sending" | "sent" | "verifying"; readonly nth: number; readonly afterMs: number };

/** What a person does in a window. */
export type Deed = {
  readonly profile: number;
  readonly cancel: Cancel | undefined;
  readonly meanwhile: readonly Meanwhile[];
} & (
  | { readonly kind: "dryRun"; readonly action: ChangeAction; readonly targets: readonly number[] }
  | {
      readonly kind: "change";
      readonly action: ChangeAction;
      readonly targets: readonly number[];
      readonly thinkMs: number;
      readonly decision: "change" | "dryRun" | "cancel";
      readonly onFailure: OnFailure;
    }
  | { readonly kind: "undo"; readonly thinkMs: number }
);

/** What happens to the world. Windows, machines, accounts and associations are named by number. */
export type Happening =
  | { readonly kind: "open" | "close" | "crash" | "refresh"; readonly window: number }
  /** The person opens another profile, or the same one again: what is being read for the one before is cancelled. */
  | { readonly kind: "switchProfile"; readonly window: number; readonly profile: number }
  | { readonly kind: "setClock"; readonly machine: number; readonly byMs: number }
  | { readonly kind: "sleep"; readonly machine: number; readonly ms: number }
  | { readonly kind: "restart"; readonly machine: number }
  | { readonly kind: "disk"; readonly trouble: DiskTrouble; readonly ms: number }
  | { readonly kind: "rotateKey"; readonly account: number }
  | { readonly kind: "deny"; readonly account: number; readonly action: string; readonly ms: number }
  /** Somebody else acts. */
  | { readonly kind: "elsewhere"; readonly what: ChangeAction | "unshare"; readonly association: number };

/** What happens just when a deed has come to a phase for the n-th time, from 0. */
export interface Meanwhile {
  readonly phase: ChangePhase;
  readonly nth: number;
  readonly afterMs: number;
  readonly what: Happening;
}

/** What happens at a moment. */
export type PlannedEvent = { readonly at: number } & (
  | Happening
  | { readonly kind: "deed"; readonly window: number; readonly deed: Deed }
);

/** A window: where it runs, and which profiles it shows. */
export interface PlannedWindow {
  readonly machine: number;
  readonly profiles: readonly number[];
}

/** All that a history is made of, beside the small delays, which follow from the seed. */
export interface Plan {
  readonly seed: number;
  /** How long after a change lists may show what was before; each reading lags by up to that much. */
  readonly lagMs: number;
  /** Whether all readings lag by the whole. */
  readonly lagsEvenly: boolean;
  /** Latency of an ordinary request, at most. */
  readonly latencyMs: number;
  readonly dryRunChecksAssociation: boolean;
  readonly dryRunKeepsClientToken: boolean;
  /** Whether elapsed time stands still while a machine sleeps. */
  readonly standsStill: boolean;
  /** Whether the source of a profile gives other credentials when it is read again. */
  readonly renewsItself: boolean;
  /** Whether machines name their starts, and whether other programs get the numbers of processes that ended. */
  readonly namesStarts: boolean;
  readonly reusesNumbers: boolean;
  /** How the person answers when asked for other credentials, and after how long. */
  readonly renewal: { readonly answer: boolean; readonly afterMs: number };
  readonly windows: readonly PlannedWindow[];
  readonly events: readonly PlannedEvent[];
  readonly faults: readonly PlannedFault[];
}

/** Associations that can be removed: with two discoveries of the other account, and one of the same. */
const associationCount = 3;

const minuteMs = 60_000;

/** The plan of a seed. */
export function planOf(seed: number): Plan {
  const random = randomOf(seed * 7_919 + 13);
  const chance = (percent: number) => random(100) < percent;
  const pick = <T>(...all: readonly [T, ...T[]]): T => all[random(all.length)] ?? all[0];
  const windowCount = 1 + (chance(60) ? 1 : 0) + (chance(30) ? 1 : 0) + (chance(20) ? 1 : 0);
  const isSleeper = chance(6);
  const windows = Array.from({ length: isSleeper ? 2 : windowCount }, (_, index): PlannedWindow => {
    const machine = index > 0 && (isSleeper || chance(35)) ? 1 : 0;
    return { machine, profiles: pick([0], [0], [0, 2], [2], [0, 1]) };
  });
  const spanMs = pick(20_000, minuteMs, 3 * minuteMs, 20 * minuteMs);
  const events: PlannedEvent[] = windows.map((_, window) => ({
    at: window === 0 || chance(isSleeper ? 20 : 60) ? random(500) : random(spanMs),
    kind: "open",
    window,
  }));
  const time = () => 1_000 + random(spanMs);
  const windowAt = () => random(windows.length);
  const cancel = (): Cancel | undefined => {
    if (!chance(30)) return undefined;
    if (chance(30)) return { afterMs: random(20_000) };
    const afterMs = chance(40) ? 0 : random(pick(50, 1_000, 10_000));
    return { phase: pick("checking", "sending", "sending", "sent", "verifying"), nth: random(3), afterMs };
  };
  const targets = (): readonly number[] =>
    pick<readonly number[]>([0], [0], [0], [1], [2], [0, 1], [0, 1, 2], [3], [0, 3]);
  const deed = (at: number, window: number): Deed => {
    const profile = random(2);
    const meanwhile: Meanwhile[] = [];
    while (chance(25)) {
      meanwhile.push({
        phase: pick("checking", "confirming", "sending", "sent", "sent", "verifying"),
        nth: random(2),
        afterMs: random(pick(1, 30, 1_000, 20_000)),
        what: happening(at, window),
      });
    }
    switch (random(10)) {
      case 0:
      case 1:
        return {
          kind: "dryRun",
          profile,
          cancel: cancel(),
          meanwhile,
          action: pick("dissociate", "associate"),
          targets: targets(),
        };
      case 2:
        return { kind: "undo", profile, cancel: cancel(), meanwhile, thinkMs: random(3_000) };
      default:
        return {
          kind: "change",
          profile,
          cancel: cancel(),
          meanwhile,
          action: pick("dissociate", "dissociate", "dissociate", "associate"),
          targets: targets(),
          thinkMs: random(pick(200, 5_000, 60_000)),
          decision: pick("change", "change", "change", "change", "dryRun", "cancel"),
          onFailure: pick("stop", "continue"),
        };
    }
  };
  /** Something that may happen, to a window and its machine for the most part. */
  function happening(at: number, near: number): Happening {
    const window = chance(70) ? near : windowAt();
    const machine = windows[window]?.machine ?? 0;
    switch (random(14)) {
      case 0:
      case 1:
        return { kind: "refresh", window: windowAt() };
      case 2:
      case 3:
      case 4:
        if (chance(70)) events.push({ at: at + random(pick(5_000, 60_000)), kind: "open", window });
        return { kind: pick("close", "crash", "crash"), window };
      case 5:
        return { kind: "setClock", machine, byMs: (random(3) - 1) * random(2 * 3_600_000) };
      case 6:
        return { kind: "sleep", machine, ms: random(pick(30_000, 5 * minuteMs, 40 * minuteMs)) };
      case 7:
        windows.forEach((one, index) => {
          if (one.machine === machine && chance(70))
            events.push({ at: at + 1_000 + random(60_000), kind: "open", window: index });
        });
        return { kind: "restart", machine };
      case 8:
      case 9: {
        const trouble = pick<DiskTrouble>("full", "torn", "unsynced", "unreadable", "slow");
        return { kind: "disk", trouble, ms: random(pick(2_000, minuteMs)) };
      }
      case 10:
        return chance(50)
          ? { kind: "rotateKey", account: random(2) }
          : {
              kind: "deny",
              account: random(2),
              action: pick("DissociateIpamResourceDiscovery", "ListIpamResourceDiscoveryAssociations", "ListIpams"),
              ms: random(minuteMs),
            };
      case 11:
        return { kind: "open", window: windowAt() };
      default:
        return {
          kind: "elsewhere",
          what: pick("dissociate", "dissociate", "associate", "unshare"),
          association: random(associationCount),
        };
    }
  }
  for (let left = 1 + random(3); left > 0; left -= 1) {
    const [at, window] = [time(), windowAt()];
    events.push({ at, kind: "deed", window, deed: deed(at, window) });
  }
  for (let left = random(4); left > 0; left -= 1) {
    const at = time();
    events.push({ at, ...happening(at, windowAt()) });
  }
  const faults: PlannedFault[] = [];
  for (let left = random(5); left > 0; left -= 1) {
    const request = pick<RequestKind>("change", "change", "change", "dryRun", "associations", "list", "count");
    const nth = request === "associations" ? random(8) : random(3);
    const fault = faultOf(request, random);
    // What is wrong often stays wrong for some time.
    const times = chance(40) ? 1 + random(7) : 1;
    const window = windowAt();
    for (let more = 0; more < times; more += 1) faults.push({ window, request, nth: nth + more, fault });
  }
  if (chance(6)) tellOfAlarm(random, { events, faults, window: windowAt() });
  const [near] = windows.slice(1).flatMap(({ machine }, index) => (machine === 0 ? [index + 1] : []));
  if (near !== undefined && chance(8)) tellOfClock(random, { events, near });
  if (near !== undefined && chance(8)) tellOfWitness(random, { events, near });
  if (isSleeper) tellOfSleeper(random, { events, faults, near: 1 });
  else if (near !== undefined && chance(5)) tellOfSleeper(random, { events, faults, near });
  if (chance(10)) tellOfReturn(random, { events, window: windowAt() });
  switchProfiles(randomOf(seed ^ 0x5eed), events, windows);
  return {
    seed,
    lagMs: pick(0, 0, 0, 2_000, 15_000, 90_000),
    lagsEvenly: chance(50),
    latencyMs: pick(5, 200, 2_000),
    dryRunChecksAssociation: chance(70),
    dryRunKeepsClientToken: chance(70),
    standsStill: chance(60),
    renewsItself: chance(50),
    namesStarts: chance(70),
    reusesNumbers: chance(30),
    renewal: { answer: chance(70), afterMs: random(pick(5_000, minuteMs, 14 * minuteMs)) },
    windows,
    events: events.sort((one, other) => one.at - other.at),
    faults,
  };
}

/** In every third history the person switches the profile of a window, shortly after something else. */
function switchProfiles(random: (below: number) => number, events: PlannedEvent[], windows: Plan["windows"]): void {
  if (random(3) !== 0) return;
  for (let left = 1 + random(3); left > 0; left -= 1) {
    const window = random(windows.length);
    const profiles = windows[window]?.profiles ?? [];
    const at = (events[random(events.length)]?.at ?? 0) + random(3_000);
    events.push({ at, kind: "switchProfile", window, profile: profiles[random(profiles.length)] ?? 0 });
  }
}

/** A machine falls asleep while its change waits for the next try, and another window, there or elsewhere, finds the change. */
function tellOfSleeper(
  random: (below: number) => number,
  { events, faults, near }: { readonly events: PlannedEvent[]; readonly faults: PlannedFault[]; readonly near: number },
): void {
  const at = 1_000 + random(20_000);
  const fault: NetworkFault = { kind: "throttled", retryAfterMs: 3_000 + random(20_000) };
  const phase = "sent";
  events.push({
    at,
    kind: "deed",
    window: 0,
    deed: {
      kind: "change",
      profile: 0,
      cancel: undefined,
      meanwhile: [
        { phase, nth: 0, afterMs: random(2_000), what: { kind: "open", window: near } },
        { phase, nth: 0, afterMs: random(4_000), what: { kind: "sleep", machine: 0, ms: (5 + random(40)) * minuteMs } },
      ],
      action: random(3) === 0 ? "associate" : "dissociate",
      targets: [random(2)],
      thinkMs: random(500),
      decision: "change",
      onFailure: "stop",
    },
  });
  for (let nth = 0; nth <= random(3); nth += 1) faults.push({ window: 0, request: "change", nth, fault });
}

/** A person cancels a dry run that the service carries out like the change. */
function tellOfAlarm(
  random: (below: number) => number,
  {
    events,
    faults,
    window,
  }: { readonly events: PlannedEvent[]; readonly faults: PlannedFault[]; readonly window: number },
): void {
  const action = random(3) === 0 ? "associate" : "dissociate";
  const cancel: Cancel = { phase: "checking", nth: 0, afterMs: random(random(2) === 0 ? 10 : 1_000) };
  const deed: Deed = { kind: "dryRun", profile: 0, cancel, meanwhile: [], action, targets: [random(2)] };
  events.push({ at: 1_000 + random(20_000), kind: "deed", window, deed });
  faults.push({ window, request: "dryRun", nth: random(2), fault: { kind: "ignoreDryRun", answer: "ok" } });
}

/** The clock is set while a window makes a change, and another one opens on the same machine. */
function tellOfClock(
  random: (below: number) => number,
  { events, near }: { readonly events: PlannedEvent[]; readonly near: number },
): void {
  const phase = random(2) === 0 ? "sent" : "verifying";
  const byMs = (1 + random(3)) * 3_600_000;
  const deed: Deed = {
    kind: "change",
    profile: 0,
    cancel: undefined,
    meanwhile: [
      { phase, nth: 0, afterMs: 0, what: { kind: "crash", window: near } },
      { phase, nth: 0, afterMs: 1, what: { kind: "setClock", machine: 0, byMs } },
      { phase, nth: 0, afterMs: 2, what: { kind: "open", window: near } },
    ],
    action: "dissociate",
    targets: [random(2)],
    thinkMs: random(500),
    decision: "change",
    onFailure: "stop",
  };
  events.push({ at: 1_000 + random(20_000), kind: "deed", window: 0, deed });
}

/** Two windows see at once that an association is gone, and the one that is to report it may end before it can. */
function tellOfWitness(
  random: (below: number) => number,
  { events, near }: { readonly events: PlannedEvent[]; readonly near: number },
): void {
  const at = 3_000 + random(20_000);
  events.push(
    { at, kind: "elsewhere", what: "dissociate", association: random(2) },
    { at: at + 1, kind: "refresh", window: 0 },
    { at: at + 1 + random(100), kind: "refresh", window: near },
    { at: at + 20 + random(600), kind: "crash", window: 0 },
  );
}

/** An association that was ended from here comes back, is seen, and is ended by somebody else. */
function tellOfReturn(
  random: (below: number) => number,
  { events, window }: { readonly events: PlannedEvent[]; readonly window: number },
): void {
  const association = random(2);
  const common = { profile: 0, cancel: undefined, meanwhile: [], thinkMs: random(500) } as const;
  let at = 1_000 + random(5_000);
  const after = () => {
    at += 3_000 + random(100_000);
    return at;
  };
  const end: Deed = {
    ...common,
    kind: "change",
    action: "dissociate",
    targets: [association],
    decision: "change",
    onFailure: "stop",
  };
  events.push({ at, kind: "deed", window, deed: end });
  if (random(2) === 0) events.push({ at: after(), kind: "deed", window, deed: { ...common, kind: "undo" } });
  else events.push({ at: after(), kind: "elsewhere", what: "associate", association });
  events.push({ at: after(), kind: "refresh", window });
  events.push({ at: after(), kind: "elsewhere", what: random(2) === 0 ? "unshare" : "dissociate", association });
  if (random(2) === 0) events.push({ at: after(), kind: "refresh", window });
}

/** Codes that prove nothing: of nobody knows what, of a fault, of another operation. */
const unprovenCodes = [
  [400, "Something.NobodyKnows"],
  [400, ""],
  [500, "InternalError"],
  [500, "Something.NobodyKnows"],
  [503, "ServiceUnavailable"],
  [400, "IncorrectStatus.IpamResourceDiscovery"],
  [400, "IdempotenceProcessing"],
  [502, ""],
  [500, "OperationFailed.Unheard"],
] as const;

function faultOf(request: RequestKind, random: (below: number) => number): NetworkFault {
  const after = random(2) === 0;
  const isChange = request === "change" || request === "dryRun";
  if (request === "dryRun" && random(8) === 0)
    return { kind: "code", status: 503, code: "DryRunOperation", after: false };
  if (request === "dryRun" && random(2) === 0) {
    const answers = ["ok", "ok", "reset", "notJson", "serverFault", "empty"] as const;
    return { kind: "ignoreDryRun", answer: answers[random(answers.length)] ?? "ok" };
  }
  switch (random(10)) {
    case 0:
      return { kind: "slow", ms: random([2_000, 30_000][random(2)] ?? 0) };
    case 1:
      return { kind: "refusedConnection" };
    case 2:
    case 3:
      return { kind: (["reset", "reset", "stall", "notJson", "redirect"] as const)[random(5)] ?? "reset", after };
    case 4:
      return isChange
        ? { kind: "late", ms: random(2) === 0 ? random(8_000) : random(5 * minuteMs) }
        : { kind: "stall", after };
    case 5:
    case 6:
      return { kind: "throttled", retryAfterMs: random(2) === 0 ? undefined : 500 + random(10_000) };
    case 7:
      if (!isChange) return { kind: random(2) === 0 ? "badShape" : "wrongTotal" };
      return { kind: "reset", after };
    default: {
      const [status, code] = unprovenCodes[random(unprovenCodes.length)] ?? [500, ""];
      return { kind: "code", status, code, after };
    }
  }
}
