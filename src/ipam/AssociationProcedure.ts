import type { AssociationCheck } from "./AssociationCheck.ts";
import { ChangeProcedure, type ChangeProcedureTools } from "./ChangeProcedure.ts";
import type { Clock } from "./Clock.ts";
import { checkAssociation } from "./checkAssociation.ts";

/** What associating needs from outside. */
export type AssociationTools = Omit<ChangeProcedureTools<AssociationCheck>, "action" | "check"> & {
  readonly clock: Clock;
  readonly newClientToken: () => string;
};

/** Associating discoveries with IPAMs, for the first time or again; the steps are those of every change. */
export class AssociationProcedure extends ChangeProcedure<AssociationCheck> {
  constructor({ clock, newClientToken, ...tools }: AssociationTools) {
    super({
      ...tools,
      action: "associate",
      check: async (target, signal) => {
        const { api } = await tools.actorFor(target);
        return checkAssociation(target, { api, now: () => clock.now(), newClientToken }, signal);
      },
    });
  }
}
