import type { ResourceCounts } from "../../src/ipam/ResourceCounts.ts";
import type { Sessions } from "../../src/ui/accounts/Sessions.ts";
import { Log } from "../../src/ui/common/Log.ts";
import { AssociateCommands } from "../../src/ui/dissociate/AssociateCommands.ts";
import { ChangeDesk } from "../../src/ui/dissociate/ChangeDesk.ts";
import { DissociateCommands } from "../../src/ui/dissociate/DissociateCommands.ts";
import { TargetStates } from "../../src/ui/explorer/TargetStates.ts";
import { gate } from "./gate.ts";
import { account } from "./records.ts";
import type { ScriptedApi } from "./ScriptedApi.ts";

/** The commands of a window over one account, whose regions are read again for as long as a test wishes. */
export interface StartedWindow {
  readonly desk: ChangeDesk;
  readonly associate: AssociateCommands;
  readonly dissociate: DissociateCommands;
  /** Resolves once a region is being read again. */
  readonly isReading: () => Promise<void>;
  /** Ends the readings that are under way. */
  readonly endReading: () => void;
  readonly dispose: () => void;
}

/** Starts one. The module `vscode` is that of `vscodeScreen.ts`. */
export function startWindow(api: ScriptedApi, journalFile: string): StartedWindow {
  let reading = gate();
  let begun = gate();
  const profile = { id: "p", name: "production", accountId: account, kind: "accessKey" } as const;
  const inventory = {
    region: (region: string) => ({ region, state: "loading" }),
    snapshots: () => [],
    load: () => {
      begun.open();
      return reading.opened;
    },
  };
  const session = { profile, api: api.asApi(), inventory };
  const sessions = {
    shown: [session],
    active: session,
    find: () => session,
    profile: () => profile,
    ensure: async () => session,
    forProfile: async () => session,
    actor: async () => ({ profile, api: api.asApi(), endpoint: "" }),
    endpointOf: () => "",
  } as unknown as Sessions;
  const counts = { keep() {} } as unknown as ResourceCounts;
  const machine = { host: "workstation", boot: "boot-1" };
  const desk = new ChangeDesk({ sessions, states: new TargetStates(), counts, log: new Log(), journalFile, machine });
  const associate = new AssociateCommands(desk);
  const extensionUri = { path: "/extension" } as ConstructorParameters<typeof DissociateCommands>[2];
  const dissociate = new DissociateCommands(desk, (targets) => associate.again(targets), extensionUri);
  return {
    ...{ desk, associate, dissociate },
    isReading: () => begun.opened,
    endReading: () => {
      reading.open();
      reading = gate();
      begun = gate();
    },
    dispose: () => {
      dissociate.dispose();
      desk.dispose();
    },
  };
}
