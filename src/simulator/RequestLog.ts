/** A request that arrived. Holds no secret. What it came to is filled in when that is known. */
export interface RecordedRequest {
  readonly action: string;
  readonly region: string;
  readonly accountId: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly dryRun: boolean;
  readonly clientToken: string | undefined;
  /** HTTP status of the answer; undefined as long as there is none, and for good where the connection broke. */
  readonly status: number | undefined;
  /** The API's code, or undefined for a 2xx answer. */
  readonly code: string | undefined;
  readonly requestId: string;
  /** Whether the request changed anything. */
  readonly effect: boolean;
}

/** Fields that a recorded request must have, or a test of it. */
export type RequestFilter = Partial<RecordedRequest> | ((request: RecordedRequest) => boolean);

/** A point in the life of a request: it was read, its effect is done, or its connection is through with it. */
export type Moment = "arrived" | "acted" | "ended";

/** A request while it is being answered. */
export type OpenRequest = { -readonly [Name in keyof RecordedRequest]: RecordedRequest[Name] };

type Listener = (request: RecordedRequest, moment: Moment) => void;

/** What arrived, in order, and how much of it at the same time. */
export class RequestLog {
  readonly #entries: OpenRequest[] = [];
  readonly #listeners = new Set<Listener>();
  readonly #underWay = new Map<string, number>();
  readonly #most = new Map<string, number>();

  get requests(): readonly RecordedRequest[] {
    return this.#entries;
  }

  count(filter: RequestFilter): number {
    const matches = predicateOf(filter);
    return this.#entries.filter(matches).length;
  }

  /** The most requests that were under way at the same time, in one region or in all. */
  most(region = all): number {
    return this.#most.get(region) ?? 0;
  }

  /** Resolves with the next request that matches, when it reaches that moment. */
  next(filter: RequestFilter, awaited: Moment): Promise<RecordedRequest> {
    const matches = predicateOf(filter);
    return new Promise((resolve) => {
      const listener: Listener = (request, moment) => {
        if (moment !== awaited || !matches(request)) return;
        this.#listeners.delete(listener);
        resolve(request);
      };
      this.#listeners.add(listener);
    });
  }

  forget(): void {
    this.#entries.length = 0;
    this.#most.clear();
  }

  arrived(entry: OpenRequest): void {
    this.#entries.push(entry);
    for (const place of [all, entry.region]) {
      const count = (this.#underWay.get(place) ?? 0) + 1;
      this.#underWay.set(place, count);
      this.#most.set(place, Math.max(this.#most.get(place) ?? 0, count));
    }
    this.#tell(entry, "arrived");
  }

  acted(entry: OpenRequest): void {
    this.#tell(entry, "acted");
  }

  ended(entry: OpenRequest): void {
    for (const place of [all, entry.region]) this.#underWay.set(place, (this.#underWay.get(place) ?? 1) - 1);
    this.#tell(entry, "ended");
  }

  #tell(entry: OpenRequest, moment: Moment): void {
    for (const listener of [...this.#listeners]) listener(entry, moment);
  }
}

/** Stands for every region; requests that name none have the empty text. */
const all = "*";

function predicateOf(filter: RequestFilter): (request: RecordedRequest) => boolean {
  if (typeof filter === "function") return filter;
  const wanted = Object.entries(filter);
  return (request) => {
    const fields: Readonly<Record<string, unknown>> = { ...request };
    return wanted.every(([name, value]) => fields[name] === value);
  };
}
