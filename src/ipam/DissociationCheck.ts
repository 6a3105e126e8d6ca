import type { Association } from "./Association.ts";
import type { DryRunAlarm } from "./DryRunAlarm.ts";
import type { Impact } from "./Impact.ts";
import type { Ipam } from "./Ipam.ts";
import type { IpamError } from "./IpamError.ts";
import type { Target } from "./Target.ts";

/** What was found to stand in the way of a dissociation, or that nothing does. Times are ms since 1970. */
export type DissociationCheck = { readonly target: Target; readonly checkedAt: number } & (
  | {
      /** The dry run passed and the association was read live. */
      readonly verdict: "ready";
      readonly association: Association;
      /** Absent when the IPAM belongs to another account. */
      readonly ipam: Ipam | undefined;
      readonly requestId: string | undefined;
      /** What the IPAM would stop seeing; absent when nobody could tell where to look. */
      readonly impact?: Impact;
      /** Of an earlier try: it does not prove that nothing changed. Read again at once, the two were associated. */
      readonly unproven?: IpamError | undefined;
    }
  | {
      /** The dissociation would fail. `ownDefault` is decided here, without asking the service. */
      readonly verdict: "refused";
      readonly why: "ownDefault" | "notAssociated" | "service";
      readonly error?: IpamError;
      readonly requestId?: string | undefined;
      /** As of a check that is ready. */
      readonly unproven?: IpamError | undefined;
    }
  | {
      /** Missing permission, a broken connection and the like: nothing is known of what the dissociation would do. */
      readonly verdict: "cannotTell";
      readonly error: IpamError;
      /** The failure of a dry run that does not prove that nothing changed. */
      readonly unproven?: IpamError | undefined;
    }
  | DryRunAlarm
);

/** A check after which the change may be offered. */
export type ReadyCheck = Extract<DissociationCheck, { verdict: "ready" }>;
