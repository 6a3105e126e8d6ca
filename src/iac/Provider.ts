import type { Value } from "./Value.ts";

/** Where and as whom resources are made. */
export interface Provider {
  /** `alicloud`, `alicloud.east`, or a Pulumi provider's name; the language's default is `alicloud`. */
  readonly key: string;
  readonly region?: Value;
  /** All that it says besides region and alias: equal for two providers exactly when they act as one account. */
  readonly identity: string;
}
