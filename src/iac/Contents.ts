import type { Declaration } from "./Declaration.ts";
import type { Provider } from "./Provider.ts";
import type { Skipped } from "./Skipped.ts";
import type { Value } from "./Value.ts";

/** What a piece of text says, whatever its language. Spans count from the start of the piece. */
export interface Contents {
  readonly declarations: readonly Declaration[];
  readonly providers: readonly Provider[];
  /** Values by the name they are referred to: `local.x`, `var.x`, a ROS parameter, a variable, `*anchor`. */
  readonly definitions: ReadonlyMap<string, Value>;
  readonly imports: readonly { readonly to: string; readonly id: Value; readonly forEach?: Value }[];
  readonly moves: readonly { readonly from: string; readonly to: string }[];
  readonly removals: readonly { readonly from: string; readonly destroy: boolean }[];
  /** The piece has a fault: what it lacks may just not be typed yet. */
  readonly broken: boolean;
  /** The piece was given up on. */
  readonly skipped?: Skipped;
}
