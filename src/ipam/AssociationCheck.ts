import type { DryRunAlarm } from "./DryRunAlarm.ts";
import type { IpamError } from "./IpamError.ts";
import type { Target } from "./Target.ts";

/** What was found to stand in the way of associating two ends, or that nothing does. Times are ms since 1970. */
export type AssociationCheck = { readonly target: Target; readonly checkedAt: number } & (
  | {
      /** The dry run passed and the two were read live as not associated. */
      readonly verdict: "ready";
      readonly requestId: string | undefined;
      /** Of an earlier try: it does not prove that nothing changed. Read again at once, the two were not associated. */
      readonly unproven?: IpamError | undefined;
    }
  | {
      /** It would fail, or change nothing. */
      readonly verdict: "refused";
      readonly why: "alreadyAssociated" | "service";
      readonly error?: IpamError;
      readonly requestId?: string | undefined;
      /** As of a check that is ready. */
      readonly unproven?: IpamError | undefined;
    }
  | {
      /** Missing permission, a broken connection and the like: nothing is known of what it would do. */
      readonly verdict: "cannotTell";
      readonly error: IpamError;
      /** The failure of a dry run that does not prove that nothing changed. */
      readonly unproven?: IpamError | undefined;
    }
  | DryRunAlarm
);
