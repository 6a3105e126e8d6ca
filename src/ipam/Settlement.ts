import type { IpamError } from "./IpamError.ts";

/**
 * How a change that was sent came out. It never says more than was observed. Times are ms since 1970.
 */
export type Settlement =
  | {
      /** A reading showed what was wanted. `requestId` is that of the latest answer that named one. */
      readonly outcome: "dissociated" | "associated";
      readonly requestId: string | undefined;
      readonly observedAt: number;
    }
  | {
      readonly outcome: "refused";
      readonly error: IpamError;
      /** No request reached the service, as where there is no journal or no credentials: the service refused nothing. */
      readonly neverLeft?: true;
    }
  | {
      /** The last reading still showed what was before. */
      readonly outcome: "stillAssociated" | "notAssociated";
      readonly requestId: string | undefined;
      readonly error: IpamError | undefined;
      readonly observedAt: number;
    }
  | {
      /** No reading succeeded up to `until`. */
      readonly outcome: "unknown";
      readonly requestId: string | undefined;
      readonly error: IpamError | undefined;
      readonly until: number;
    };
