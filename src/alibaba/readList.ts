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

/** How a list is read. */
export interface ReadListOptions extends Pick<ListOptions, "onGap"> {
  /**
   * Whether only the last reading counts, as for the question whether one row is still there: an earlier reading may show a
   * row that has ended since.
   */
  readonly lastDecides?: boolean;
}

/**
 * All rows of a list, each once.
 *
 * Rows that end while the pages are read move the others forward, past the page to come. So a reading counts at once only
 * where nothing can have moved, or where the service's count agrees with the rows. Otherwise the list is read again, until
 * two readings in a row give the same rows.
 *
 * A service may also show its rows in another order each time. Where three readings count the same number of rows, all that
 * they showed is taken together: complete when that is as many rows as they count, and else a named gap.
 * @throws IpamError `busy` when no two readings agree, and neither do their counts or no one asked for a gap; `badAnswer`
 * when the pages do not end, or when the service counts rows that it does not show and no one asked for such a gap
 */
export async function readList<T>(
  list: List<T>,
  { onGap, lastDecides = false }: ReadListOptions = {},
): Promise<readonly T[]> {
  const readings: Reading<T>[] = [];
  for (;;) {
    const before = readings.at(-1);
    const reading = await readOnce(list);
    readings.push(reading);
    if (reading.isCertain) return rowsOf(list, reading, onGap);
    const isLast = readings.length === mostReadings;
    const whole = isLast ? together(readings, lastDecides) : undefined;
    if (whole && (onGap || !hasGap(whole))) return rowsOf(list, whole, onGap);
    if (before && sameKeys(before.found, reading.found)) return rowsOf(list, reading, onGap);
    if (isLast) throw listInMotion(list);
  }
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

/** The rows of a list, and how many there must be. */
interface Rows<T> {
  readonly found: ReadonlyMap<string, T>;
  /** Not as many as were found where the service counts others. */
  readonly expected: number;
  readonly requestId: string | undefined;
}

/** What one passage through all pages gave. */
interface Reading<T> extends Rows<T> {
  /** The number of rows of the whole list in the words of all its pages, where they agree. */
  readonly total: number | undefined;
  /** Whether it counts without a second reading. */
  readonly isCertain: boolean;
}

async function readOnce<T>(list: List<T>): Promise<Reading<T>> {
  const found = new Map<string, T>();
  const totals = new Set<number>();
  let [pages, lacking] = [0, 0];
  let requestId: string | undefined;
  for await (const [answer, page] of pagesOf(list)) {
    for (const row of page.rows) {
      const value = list.read(row);
      found.set(list.key(value), value);
    }
    lacking += Math.max(0, (page.count ?? 0) - page.rows.length);
    if (page.total !== undefined) totals.add(page.total);
    pages += 1;
    requestId = answer.requestId();
  }
  const most = Math.max(0, ...totals);
  // A row that comes twice counts once: it may stand where another one was, on one page as on two.
  const isShort = lacking > 0 || most > found.size;
  const isCounted = totals.size === 1 && most >= found.size;
  return {
    found,
    expected: isShort ? Math.max(most, found.size + lacking) : found.size,
    total: totals.size === 1 && lacking === 0 ? most : undefined,
    isCertain: !isShort && (pages === 1 || isCounted),
    requestId,
  };
}

/** All that readings showed which count the same number of rows, or what the last of them showed. */
function together<T>(readings: readonly Reading<T>[], lastDecides: boolean): Rows<T> | undefined {
  const [first, ...others] = readings;
  const last = readings.at(-1);
  const expected = first?.total;
  if (!last || expected === undefined || others.some(({ total }) => total !== expected)) return undefined;
  const found = lastDecides ? last.found : new Map(readings.flatMap((reading) => [...reading.found]));
  return { found, expected, requestId: last.requestId };
}

/** @throws IpamError when the service counts other rows, and no one asked for such a gap */
function rowsOf<T>({ action, region }: Named, rows: Rows<T>, onGap: ReadListOptions["onGap"]): readonly T[] {
  if (hasGap(rows)) {
    const gap = shownOthers({ action, region }, rows);
    if (!onGap) throw gap;
    onGap(gap);
  }
  return [...rows.found.values()];
}

function hasGap({ found, expected }: Rows<unknown>): boolean {
  return found.size !== expected;
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

function shownOthers({ action, region }: Named, { found, expected, requestId }: Rows<unknown>): IpamError {
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
