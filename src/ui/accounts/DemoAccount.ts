import type { Cloud } from "../../alibaba/Cloud.ts";
import type { Profile } from "../../credentials/Profile.ts";
import type { IpamApi } from "../../ipam/IpamApi.ts";
import type { Simulator } from "../../simulator/Simulator.ts";

/** The demo account's profile before its simulator has started. It is never stored. */
export const demoProfile: Profile = {
  id: "demo",
  name: "Demo",
  kind: "demo",
  accountId: "",
  store: "session",
  addedAt: "1970-01-01T00:00:00.000Z",
};

/** Whether a profile is one of the demo's, whose ids no profile of a person has. */
export function isDemo(profileId: string): boolean {
  return profileId === demoProfile.id || profileId.startsWith(`${demoProfile.id}:`);
}

/**
 * The accounts to explore without signing in: a simulator of VPC IPAM within this process, reached over real HTTP on
 * loopback with keys that exist only while it runs. The first one is the hub that the others share their discoveries with.
 */
export class DemoAccount {
  readonly #start: () => Promise<Simulator>;
  #simulator: Promise<Simulator> | undefined;

  constructor(start: () => Promise<Simulator>) {
    this.#start = start;
  }

  /** The API of a demo account; starts the simulator the first time. */
  async open(cloud: Cloud, profileId: string): Promise<IpamApi> {
    const { endpoint, organisation } = await this.#running();
    const position = (await this.profiles()).findIndex(({ id }) => id === profileId);
    const [key] = organisation.accounts[position]?.accessKeys ?? [];
    if (!key) throw new Error("The demo account has no key.");
    return cloud.ipamApi(async () => key, { endpoint });
  }

  /** The profiles of all demo accounts, the hub first. */
  async profiles(): Promise<readonly Profile[]> {
    const { organisation } = await this.#running();
    return organisation.accounts.map(({ id, name }, position) => ({
      ...demoProfile,
      id: position === 0 ? demoProfile.id : `${demoProfile.id}:${id}`,
      name,
      accountId: id,
    }));
  }

  async dispose(): Promise<void> {
    await (await this.#simulator)?.close();
  }

  #running(): Promise<Simulator> {
    this.#simulator ??= this.#start();
    return this.#simulator;
  }
}
