import type { Region } from "../ipam/regions.ts";
import type { Declaration } from "./Declaration.ts";
import type { FileReading } from "./FileReading.ts";
import type { Instance } from "./Instance.ts";

/** A declaration in its module. */
export interface Resource {
  readonly file: FileReading;
  /** Where the spans of the declaration count from. */
  readonly offset: number;
  readonly declaration: Declaration;
  /** `undefined` when only a run would tell how many there are. */
  readonly instances: readonly Instance[] | undefined;
  readonly region: Region | undefined;
  /** Equal for two resources exactly when one account makes both, as far as the module tells. */
  readonly account: string;
}
