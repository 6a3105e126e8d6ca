import type { Profile } from "../../credentials/Profile.ts";
import type { Inventory } from "../../ipam/Inventory.ts";
import type { IpamApi } from "../../ipam/IpamApi.ts";

/** One account that is open: its profile, the API with its credentials, and what was read with them. */
export interface Session {
  readonly profile: Profile;
  readonly api: IpamApi;
  readonly inventory: Inventory;
}
