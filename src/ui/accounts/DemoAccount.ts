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

/**
 * The account to explore without signing in: a simulator of VPC IPAM within this process, reached over real HTTP on
 * loopback with keys that exist only while it runs.
 */
export class DemoAccount {
  readonly #start: () => Promise<Simulator>;
  #simulator: Promise<Simulator> | undefined;

  constructor(start: () => Promise<Simulator>) {
    this.#start = start;
  }

  /** The API of the demo account; starts the simulator the first time. */
  async open(cloud: Cloud): Promise<IpamApi> {
    const simulator = await this.#running();
    const [key] = hub(simulator).accessKeys;
    if (!key) throw new Error("The demo account has no key.");
    return cloud.ipamApi(async () => key, { endpoint: simulator.endpoint });
  }

  async profile(): Promise<Profile> {
    const { id, name } = hub(await this.#running());
    return { ...demoProfile, name, accountId: id };
  }

  async dispose(): Promise<void> {
    await (await this.#simulator)?.close();
  }

  #running(): Promise<Simulator> {
    this.#simulator ??= this.#start();
    return this.#simulator;
  }
}

/** The account of the demo organisation that the others share their discoveries with. */
function hub({ organisation }: Simulator): Simulator["organisation"]["accounts"][number] {
  const [first] = organisation.accounts;
  if (!first) throw new Error("The demo organisation has no account.");
  return first;
}
