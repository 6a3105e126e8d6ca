import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { formatEntry, type JournalEntry, parseEntry } from "../../src/ipam/JournalEntry.ts";
import { JournalFile } from "../../src/ipam/JournalFile.ts";
import type { JournalLines } from "../../src/ipam/JournalLines.ts";
import { MemoryLines } from "../../src/ipam/MemoryLines.ts";
import { regionOf } from "../../src/ipam/regions.ts";
import { memoryJournal } from "../support/memoryJournal.ts";
import { mutateJson, mutateText } from "../support/mutate.ts";
import { canary } from "./expectNoCanary.ts";
import type { FuzzTarget } from "./FuzzTarget.ts";

/** JSON that readers trip over, and lines that claim to be more than they are. */
const hostileLines: readonly string[] = [
  ...["null", "[]", "0", '""', "{}", "{", "[".repeat(20_000), '{"a":'.repeat(5_000), "\u0000", "\ufeff{}"],
  '{"__proto__":{"kind":"intent"},"at":1}',
  '{"kind":"__proto__","at":1}',
  '{"kind":"constructor","at":1}',
  '{"kind":"intent","kind":"outcome","at":1}',
  '{"kind":"outcome","at":1e999,"intent":"one","outcome":"dissociated"}',
  '{"kind":"outcome","at":1,"intent":"__proto__","outcome":"toString"}',
  '{"kind":"setAside","at":1,"line":-1}',
  '{"kind":"setAside","at":1,"line":1.5}',
  `{"kind":"intent","at":1,"id":"${"x".repeat(100_000)}"}`,
  `the secret is ${canary}`,
];

/**
 * The journal's lines, in memory or in a real file whose last line may be cut off. Between sound lines stand mutated,
 * spliced, cut and hostile ones; whatever they are, no sound line is lost and every damaged one is told of once.
 */
export function journalTarget(place: "memory" | "file"): FuzzTarget {
  const folder = place === "file" ? mkdtempSync(path.join(tmpdir(), "ipam-fuzz-journal-")) : undefined;
  return {
    name: folder ? "the journal, in a file" : "the lines of the journal",
    share: folder ? 0.01 : 1,
    run: async (random) => {
      const sound = soundLines(random);
      const written = [...sound];
      for (let count = 1 + random(4); count > 0; count -= 1) {
        // A line of text stands on one line of a file, however it was mutated.
        const lines = decoy(random).split("\n");
        written.splice(random(written.length + 1), 0, ...lines);
      }
      const tail = random(3) === 0 ? decoy(random).replaceAll("\n", "") : "";
      const lines = folder ? fileOf(path.join(folder, "journal.jsonl"), written, tail) : await memoryOf(written);
      return (await expectSoundLinesKept(sound, written, tail, lines)) ? "refused" : "accepted";
    },
    close: async () => {
      if (folder) rmSync(folder, { recursive: true });
    },
  };
}

/** @returns whether any line was damaged */
async function expectSoundLinesKept(
  sound: readonly string[],
  written: readonly string[],
  tail: string,
  lines: JournalLines,
): Promise<boolean> {
  const told: number[] = [];
  const reader = memoryJournal({ lines, window: "reader", pid: 77, onDamage: (numbers) => told.push(...numbers) });
  const history = await reader.history();
  for (const line of sound) {
    const entry = parse(line);
    if (typeof entry === "string") throw new Error(`A sound line is ${entry}: ${line}`);
    if (entry.kind === "intent" && !history.some(({ intent }) => isKept(line, intent)))
      throw new Error(`A change is lost: ${entry.id}`);
    if (entry.kind === "outcome" && history.find(({ intent }) => intent.id === entry.intent)?.outcome?.at !== entry.at)
      throw new Error(`An outcome is lost: ${entry.intent}`);
  }
  const damaged = written.flatMap((line, index) => (line !== "" && parse(line) === "damaged" ? [index + 1] : []));
  const setAside = new Set(
    written.map(parse).flatMap((entry) => (typeof entry !== "string" && entry.kind === "setAside" ? [entry.line] : [])),
  );
  const missed = damaged.filter((line) => !told.includes(line) && !setAside.has(line));
  if (missed.length > 0) throw new Error(`Damaged and not told of: lines ${missed}`);
  if (told.some((line) => !damaged.includes(line))) throw new Error(`Told of as damaged: ${told} for ${damaged}`);
  if (new Set(told).size !== told.length) throw new Error(`Told twice: ${told}`);
  await expectUsable(lines, written.length, tail);
  return damaged.length > 0;
}

const parse = (line: string) => parseEntry(line, regionOf);

/** Whether all that stands in a line was read. */
function isKept(line: string, intent: object): boolean {
  const { v, ...fields } = JSON.parse(line);
  return isDeepStrictEqual({ ...intent, ...fields }, intent);
}

/** A second window is told of nothing again, finds what is open, and can go on. */
async function expectUsable(lines: JournalLines, before: number, tail: string): Promise<void> {
  const again: number[] = [];
  const second = memoryJournal({
    ...{ lines, window: "second", pid: 78, isRunning: () => false },
    onDamage: (numbers) => again.push(...numbers),
  });
  const orphans = await second.orphans();
  // Lines beyond those written then are the journal's own, which are sound, or the cut tail that one of them completed.
  if (again.some((line) => line <= before)) throw new Error(`Told again: ${again}`);
  const open = orphans.filter(({ id }) => id.startsWith("sound-open"));
  if (open.length !== 1) throw new Error(`Of one open change, ${open.length} are found.`);
  if (open[0] && !(await second.claim(open[0]))) throw new Error("The open change cannot be taken over.");
  const target = { profile: "p", region: "cn-hangzhou", ipamId: "ipam-next", discoveryId: "next" } as const;
  const { begun } = await second.begin({ action: "dissociate", target, dryRunRequestId: undefined }, "1", "token");
  if (!begun) throw new Error("The next change cannot begin.");
  const own = (await lines.read()).slice(before).filter((line) => line !== tail);
  if (own.some((line) => line.includes(canary))) throw new Error("What stood in a damaged line was written again.");
}

/** Two changes that came out, and one that is open; as this version or the first one wrote them. */
function soundLines(random: (below: number) => number): string[] {
  const settled = ["sound-1", "sound-2"].flatMap((id, index) => [
    aged(intent(id), random),
    ...(random(2) === 0 ? [aged(claim(id), random)] : []),
    ...(random(2) === 0 ? [formatEntry({ kind: "renewal", intent: id, ...signed("gone", 9) })] : []),
    aged(
      formatEntry({
        ...{ kind: "outcome", intent: id, ...moment, at: 10 + index, window: "gone" },
        ...{ outcome: "dissociated", requestId: "R" },
      }),
      random,
    ),
  ]);
  settled.splice(random(settled.length + 1), 0, aged(intent("sound-open"), random));
  return settled;
}

const moment = { at: 1, elapsed: 1, host: "workstation", boot: "boot-1" } as const;
const signed = (window: string, pid: number) => ({ ...moment, window, pid });

/** The line, or what the first version would have written. */
function aged(line: string, random: (below: number) => number): string {
  if (random(2) === 0) return line;
  const { v, elapsed, host, boot, ...fields } = JSON.parse(line);
  if (fields.kind === "outcome") delete fields.window;
  return JSON.stringify(fields);
}

function intent(id: string): string {
  return formatEntry({
    ...{ kind: "intent", id, ...signed("gone", 9), action: "dissociate" },
    target: { profile: "p", region: "cn-hangzhou", ipamId: "ipam-a1", discoveryId: id },
    ...{ accountId: "1203715520147781", clientToken: `token-${id}`, dryRunRequestId: "DRY" },
  });
}

function claim(id: string): string {
  return formatEntry({ kind: "claim", intent: id, ...signed("other", 8), after: "gone" });
}

const decoys: readonly JournalEntry[] = [
  { kind: "outcome", intent: "decoy-1", ...moment, window: "w", outcome: "refused", requestId: "R", code: "C" },
  { kind: "claim", intent: "decoy-2", ...signed("w", 3), after: "gone" },
  { kind: "renewal", intent: "decoy-2", ...signed("gone", 9) },
  { kind: "loss", id: "decoy-3", ...signed("w", 3), region: "cn-hangzhou", ipamId: "ipam-a1", discoveryId: "decoy-1" },
  { kind: "lossReported", at: 5, loss: "decoy-3" },
  { kind: "setAside", at: 5, line: 1_000 },
];

/** What a later version may write. */
const laterLines: readonly string[] = [
  '{"v":3,"kind":"handover","at":1,"to":"window-2"}',
  '{"v":3,"kind":"outcome","at":1,"intent":"decoy-1","outcome":"endedByOwner"}',
  '{"v":3,"kind":"intent","at":1,"id":"decoy-4","target":{"arn":"acs:vpc:mars:1:ipam/ipam-a1"}}',
];

/** A line that is none any more, or hardly one: of changes of its own, so that it cannot rightly end a sound one. */
function decoy(random: (below: number) => number): string {
  const pool = [intent("decoy-1"), intent("decoy-2"), ...decoys.map(formatEntry), ...laterLines];
  const one = () => pool[random(pool.length)] ?? "";
  const line = one();
  switch (random(6)) {
    case 0:
      return hostileLines[random(hostileLines.length)] ?? "";
    case 1:
      return line.slice(0, random(line.length));
    case 2:
      return line.slice(0, random(line.length)) + one().slice(random(line.length));
    case 3:
      return JSON.stringify(mutateJson(JSON.parse(line), random)) ?? "";
    default:
      return mutateText(line, random);
  }
}

async function memoryOf(written: readonly string[]): Promise<JournalLines> {
  const lines = new MemoryLines();
  for (const line of written) await lines.append(line);
  return lines;
}

function fileOf(file: string, written: readonly string[], tail: string): JournalLines {
  writeFileSync(file, `${written.join("\n")}\n${tail}`);
  return new JournalFile(file);
}
