import { type Region, regionOf } from "../ipam/regions.ts";
import type { Span } from "./Span.ts";

/** As far as a command is followed to either side. */
const reach = 2_000;

/** The region an id in a script belongs to: that of its ARN, or the one its command names, over continued lines. */
export function commandRegion(text: string, { start, end }: Span): Region | undefined {
  const before = text.slice(Math.max(0, start - reach), start);
  const arn = /acs:vpc:([a-z0-9-]+):\d*:\w+\/$/.exec(before)?.[1];
  if (arn !== undefined) return regionOf(arn);
  const head = before.split(/(?<!\\)\r?\n/).at(-1) ?? "";
  const tail = text.slice(end, end + reach).split(/(?<!\\)\r?\n/)[0] ?? "";
  const named = /--(?:RegionId|region|region-id)[ =]+["']?([a-z0-9-]+)/.exec(`${head} ${tail}`)?.[1];
  return named === undefined ? undefined : regionOf(named);
}
