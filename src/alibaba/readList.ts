import type { ListOptions } from "../ipam/IpamApi.ts";
import { IpamError } from "../ipam/IpamError.ts";
import { AnswerReader } from "./AnswerReader.ts";
import type { Answer } from "./OpenApiCaller.ts";
import { SharedTexts } from "./SharedTexts.ts";

/** A list longer than this is a fault of the service: 100,000 rows. */
const mostPages = 1000;
/** A filter may leave pages empty before the list ends; more of them than this are a fault of the service. */
const mostEmptyPages = 100;
/** How often a list is read that changes while it is read. */
const mostReadings = 3;

/** A list of the service, and how its rows are read. */
export interface List<T> {
  readonly action: string;
  readonly region: string;
  /** The field of an answer that holds the rows. */
  readonly rows: string;
  readonly read: (row: AnswerReader) => T;
  /** Equal exactly for the same row. */
  readonly key: (value: T) => string;
  readonly ask: (nextToken: string | undefined) => Promise<Answer>;
}

/**
 * All rows of a list, each once.
 *
 * Rows that end while the pages are read move the others forward, past the page to come. So a reading counts at once only
 * where nothing can have moved, or where the service's count agrees with the rows. Otherwise the list is read again, until
 * two readings in a row give the same rows.
 * @throws IpamError `busy` when no two readings agree; `badAnswer` when the pages do not end, or when the service counts
 * rows that it does not show and no one asked for such a gap
 */
export async function readList<T>(list: List<T>, { onGap }: Pick<ListOptions, "onGap"> = {}): Promise<readonly T[]> {
  let before: Reading<T> | undefined;
  for (let readings = 1; readings <= mostReadings; readings += 1) {
    const reading = await readOnce(list);
    const agrees = before !== undefined && sameKeys(before.found, reading.found);
    if (reading.isCertain || agrees) {
      const rows = [...reading.found.values()];
      if (reading.expected > rows.length) {
        const gap = shownTooFew(list, reading);
        if (!onGap) throw gap;
        onGap(gap);
      }
      return rows;
    }
    before = reading;
  }
  throw listInMotion(list);
}

/** The rows of a page and what it says of their number. */
export interface PageRows {
  readonly rows: readonly AnswerReader[];
  /** How many rows the page has, in its own words, where it says so. */
  readonly count: number | undefined;
  /** How many rows the whole list has, in the words of the page. */
  readonly total: number | undefined;
  readonly nextToken: string | undefined;
}

/**
 * Reads a page of a list.
 * @throws IpamError `badAnswer` when the field of the rows is missing, and no count says that there are none
 */
export function readPage(answer: AnswerReader, rows: string): PageRows {
  const [count, total] = [answer.number("Count"), answer.number("TotalCount")];
  const isCounted = count !== undefined || total !== undefined;
  return {
    rows: answer.has(rows) || isCounted ? answer.rows(rows) : answer.missing(),
    count,
    total,
    nextToken: answer.token("NextToken"),
  };
}

/** What one passage through all pages gave. */
interface Reading<T> {
  readonly found: ReadonlyMap<string, T>;
  /** As many rows as there must be: more than were found where the service counts more. */
  readonly expected: number;
  /** Whether it counts without a second reading. */
  readonly isCertain: boolean;
  readonly requestId: string | undefined;
}

async function readOnce<T>(list: List<T>): Promise<Reading<T>> {
  const found = new Map<string, T>();
  const totals = new Set<number>();
  let [pages, repeated, lacking] = [0, 0, 0];
  let requestId: string | undefined;
  for await (const [answer, page] of pagesOf(list)) {
    const keys = new Set<string>();
    for (const row of page.rows) {
      const value = list.read(row);
      const key = list.key(value);
      keys.add(key);
      found.set(key, value);
    }
    // A count may count a row twice that its own page holds twice. A row that stands on two pages is another matter: it
    // may stand where another one was.
    repeated += page.rows.length - keys.size;
    lacking += Math.max(0, (page.count ?? 0) - page.rows.length);
    if (page.total !== undefined) totals.add(page.total);
    pages += 1;
    requestId = answer.requestId();
  }
  const total = Math.max(0, ...totals);
  const isShort = lacking > 0 || total > found.size + repeated;
  const isCounted = totals.size === 1 && total >= found.size;
  return {
    found,
    expected: isShort ? Math.max(total, found.size + lacking) : found.size,
    isCertain: !isShort && (pages === 1 || isCounted),
    requestId,
  };
}

async function* pagesOf<T>(list: List<T>): AsyncGenerator<readonly [AnswerReader, PageRows]> {
  const tokens = new Set<string>();
  const shared = new SharedTexts();
  let empty = 0;
  for (let nextToken: string | undefined; ; ) {
    const answer = new AnswerReader(await list.ask(nextToken), list.action, shared);
    const page = readPage(answer, list.rows);
    yield [answer, page];
    nextToken = page.nextToken;
    if (nextToken === undefined) return;
    if (page.rows.length === 0) empty += 1;
    if (tokens.has(nextToken) || tokens.size >= mostPages || empty > mostEmptyPages) throw endlessList(list, answer);
    tokens.add(nextToken);
  }
}

function sameKeys(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): boolean {
  return one.size === other.size && [...one.keys()].every((key) => other.has(key));
}

type Named = Pick<List<unknown>, "action" | "region">;

function shownTooFew({ action, region }: Named, { found, expected, requestId }: Reading<unknown>): IpamError {
  return new IpamError({
    reason: "badAnswer",
    what: "{action} counts {expected} rows but shows {shown}.",
    advice: "Refresh in a little while; if it stays, give the RequestId to Alibaba Cloud support.",
    ...{ action, region, requestId, expected, shown: found.size },
    effect: "no",
  });
}

function listInMotion({ action, region }: Named): IpamError {
  return new IpamError({
    reason: "busy",
    what: "The list of {action} kept changing while it was read.",
    advice: "Wait a little and try again.",
    action,
    region,
    effect: "no",
  });
}

function endlessList({ action, region }: Named, answer: AnswerReader): IpamError {
  return new IpamError({
    reason: "badAnswer",
    what: "The pages of {action} do not come to an end.",
    advice: "Try again; if it stays, show the log and report it.",
    ...{ action, region, requestId: answer.requestId() },
    effect: "no",
  });
}
