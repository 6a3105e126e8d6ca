import type keytar from "keytar";

/**
 * What is used of keytar. Never `findCredentials`: on Linux it ends the whole process (a segmentation fault) when an
 * entry of the service lies in a locked keyring.
 */
export type Keytar = Pick<typeof keytar, "getPassword" | "setPassword" | "deletePassword">;
