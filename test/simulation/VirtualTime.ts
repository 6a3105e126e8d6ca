import type { Clock } from "../../src/ipam/Clock.ts";
import { type Machine, reckoned } from "../../src/ipam/machine.ts";

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
}

/** True time, which no machine sees: milliseconds since the history began, and what happens next. */
export class Timeline {
  now = 0;
  #order = 0;
  /** A binary heap: the next entry stands first. */
  readonly #entries: Entry[] = [];

  at(time: number, act: () => void): void {
    this.#order += 1;
    const entries = this.#entries;
    const entry = { at: Math.max(time, this.now), order: this.#order, act };
    let place = entries.push(entry) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = entries[above];
      if (!parent || !isBefore(entry, parent)) break;
      entries[place] = parent;
      place = above;
    }
    entries[place] = entry;
  }

  in(milliseconds: number, act: () => void): void {
    this.at(this.now + milliseconds, act);
  }

  /** When the next entry is due. */
  get next(): number | undefined {
    return this.#entries[0]?.at;
  }

  /** Acts on the next entry. */
  step(): void {
    const entries = this.#entries;
    const [first] = entries;
    const last = entries.pop();
    if (!first || !last) return;
    if (entries.length > 0) this.#sink(last);
    this.now = first.at;
    first.act();
  }

  #sink(entry: Entry): void {
    const entries = this.#entries;
    let place = 0;
    for (;;) {
      const [left, right] = [entries[2 * place + 1], entries[2 * place + 2]];
      if (!left) break;
      const isRight = right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (!isBefore(child, entry)) break;
      entries[place] = child;
      place = 2 * place + (isRight ? 2 : 1);
    }
    entries[place] = entry;
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

/** When all histories begin, in milliseconds since 1970. */
const epoch = Date.UTC(2026, 0, 1);

/** What one machine does otherwise than another. */
export interface MachineKind {
  /** Whether its elapsed time stands still while it sleeps, as on Linux. */
  readonly standsStill: boolean;
  /** Whether it names each of its starts, as Linux does. */
  readonly namesStarts: boolean;
  /** Whether other programs soon have the numbers of processes that ended. */
  readonly reusesNumbers: boolean;
}

/** A machine: its clocks, whether it sleeps, and which processes run on it. */
export class VirtualMachine implements Machine {
  readonly host: string;
  readonly #timeline: Timeline;
  readonly #standsStill: boolean;
  readonly #namesStarts: boolean;
  readonly #reusesNumbers: boolean;
  readonly #pids = new Map<number, VirtualProcess>();
  #starts = 1;
  #startedAt = -3_600_000;
  #wallOffset = 0;
  #slept = 0;
  #wakesAt = 0;
  /** When it last began to sleep. */
  sleptAt = Number.NEGATIVE_INFINITY;

  constructor(host: string, timeline: Timeline, { standsStill, namesStarts, reusesNumbers }: MachineKind) {
    this.host = host;
    this.#timeline = timeline;
    this.#standsStill = standsStill;
    this.#namesStarts = namesStarts;
    this.#reusesNumbers = reusesNumbers;
  }

  /** As a process that asks now is told. */
  get boot(): string {
    return this.#namesStarts ? `${this.host}-boot-${this.#starts}` : reckoned(this.wall - this.elapsed);
  }

  /** What its wall clock shows, in milliseconds since 1970. */
  get wall(): number {
    return Math.floor(epoch + this.#timeline.now + this.#wallOffset);
  }

  get elapsed(): number {
    return Math.floor(this.#timeline.now - this.#startedAt - (this.#standsStill ? this.#slept : 0));
  }

  /** When it runs again; in the past when it runs. */
  get wakesAt(): number {
    return this.#wakesAt;
  }

  setClock(byMs: number): void {
    this.#wallOffset += byMs;
  }

  sleep(milliseconds: number): void {
    if (this.#wakesAt > this.#timeline.now) return;
    this.#wakesAt = this.#timeline.now + milliseconds;
    this.#slept += milliseconds;
    this.sleptAt = this.#timeline.now;
  }

  /** Ends all its processes and starts again. */
  restart(): void {
    for (const process of this.#pids.values()) process.end();
    if (!this.#reusesNumbers) this.#pids.clear();
    this.#starts += 1;
    this.#startedAt = this.#timeline.now;
    this.#slept = 0;
    this.#wakesAt = 0;
  }

  isRunning(pid: number): boolean {
    const process = this.#pids.get(pid);
    return process !== undefined && (process.isAlive || this.#reusesNumbers);
  }

  start(pid: number): VirtualProcess {
    const process = new VirtualProcess(this, this.#timeline, pid);
    this.#pids.set(pid, process);
    return process;
  }
}

/** A process of a machine, as its clock: once it has ended, nothing of it happens any more. */
export class VirtualProcess implements Clock {
  readonly machine: VirtualMachine;
  readonly pid: number;
  /** The start of the machine, as the process asked once. */
  readonly boot: string;
  isAlive = true;
  /** Waits that are not over. */
  waits = 0;
  readonly #timeline: Timeline;

  constructor(machine: VirtualMachine, timeline: Timeline, pid: number) {
    this.machine = machine;
    this.#timeline = timeline;
    this.pid = pid;
    this.boot = machine.boot;
  }

  end(): void {
    this.isAlive = false;
  }

  now(): number {
    return this.machine.wall;
  }

  elapsed(): number {
    return this.machine.elapsed;
  }

  wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      this.waits += 1;
      let isOver = false;
      const end = (how: () => void) => {
        if (isOver) return;
        isOver = true;
        this.waits -= 1;
        signal?.removeEventListener("abort", abort);
        how();
      };
      const abort = () => end(() => reject(signal?.reason));
      signal?.addEventListener("abort", abort, { once: true });
      this.after(milliseconds, () => end(resolve));
    });
  }

  every(milliseconds: number, act: () => void): { dispose(): void } {
    let isOver = false;
    const again = () => {
      this.after(milliseconds, () => {
        if (isOver) return;
        act();
        if (!isOver) again();
      });
    };
    again();
    return {
      dispose: () => {
        isOver = true;
      },
    };
  }

  /** Acts at a true time, or when the machine wakes up after it; never after the end of the process. */
  at(time: number, act: () => void): void {
    this.#timeline.at(time, () => {
      if (!this.isAlive) return;
      if (this.machine.wakesAt > this.#timeline.now) this.at(this.machine.wakesAt, act);
      else act();
    });
  }

  in(milliseconds: number, act: () => void): void {
    this.at(this.#timeline.now + milliseconds, act);
  }

  /** Acts when so much time has elapsed on the machine's own clock. */
  after(milliseconds: number, act: () => void): void {
    this.#untilElapsed(this.elapsed() + Math.max(1, Math.ceil(milliseconds)), act);
  }

  #untilElapsed(due: number, act: () => void): void {
    this.in(due - this.elapsed(), () => {
      if (this.elapsed() >= due) act();
      else this.#untilElapsed(due, act);
    });
  }
}
