import type { Credentials } from "../../src/alibaba/Credentials.ts";
import type { Target } from "../../src/ipam/Target.ts";

/** Where a process is killed: at one of its own steps, within the writing of a line, or when its change is on the wire. */
export type KillPoint =
  | { readonly kind: "step"; readonly at: number }
  | { readonly kind: "torn"; readonly at: number; readonly part: number }
  | { readonly kind: "wire"; readonly moment: "arrived" | "acted" | "ended" }
  | { readonly kind: "never" };

/** What a process is to do. */
export interface Order {
  readonly endpoint: string;
  readonly file: string;
  readonly key: Credentials;
  readonly target: Target;
  readonly point: KillPoint;
}

/** What a process tells: that it settled a change of another one, that it is ready to act, or that it came to its end. */
export type Word =
  | { readonly settled: string; readonly outcome: string }
  | { readonly ready: string }
  | { readonly steps: number };
