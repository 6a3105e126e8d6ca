import { type Region, regionOf } from "../../ipam/regions.ts";
import { settings } from "./settings.ts";

/** The region that an argument names: one of the list, or one that the person added in their settings. */
export function knownRegion(value: unknown): Region | undefined {
  return typeof value === "string" ? regionOf(value, settings.ownRegions()) : undefined;
}
