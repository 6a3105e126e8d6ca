import path from "node:path";
import { parseJsonObject } from "../ipam/parseJsonObject.ts";
import { type CliProfile, parseCliProfile } from "./CliProfile.ts";
import { readSmallFile } from "./readSmallFile.ts";
import { SourceFault } from "./SourceFault.ts";

/** The CLI's own file has some 2 kB for each profile. */
const mostBytes = 1024 * 1024;

interface Contents {
  readonly stamp: string;
  readonly profiles: readonly CliProfile[];
  readonly current: string | undefined;
}

/**
 * The Aliyun CLI's `~/.aliyun/config.json`. It is read, and read again when it has changed, and never written: what the
 * CLI caches there is the CLI's to renew.
 *
 * Not read with @alicloud/credentials, which keeps what it read first, writes into the file, and puts a whole file that
 * does not parse, secrets and all, into its error.
 */
export class CliFile {
  readonly path: string;
  #read: Contents | undefined;

  /** @param home the person's home folder */
  constructor(home: string) {
    this.path = path.join(home, ".aliyun", "config.json");
  }

  /**
   * The profiles, in the order of the file.
   * @throws SourceFault
   */
  async profiles(): Promise<readonly CliProfile[]> {
    return (await this.#contents()).profiles;
  }

  /** Name of the profile that the CLI uses unless told otherwise. */
  async current(): Promise<string | undefined> {
    return (await this.#contents()).current;
  }

  /**
   * The profile of that name; as for the CLI, the first one of two.
   * @throws SourceFault
   */
  async profile(name: string): Promise<CliProfile> {
    const profile = (await this.profiles()).find((candidate) => candidate.name === name);
    if (!profile) throw new SourceFault({ reason: "profileMissing", subject: name });
    return profile;
  }

  /** Drops what was read from memory. */
  forget(): void {
    this.#read = undefined;
  }

  async #contents(): Promise<Contents> {
    const known = this.#read;
    const file = await readSmallFile(this.path, mostBytes, known?.stamp);
    if (!file && known) return known;
    const contents = { stamp: file?.stamp ?? "", ...this.#parse(file?.text ?? "") };
    this.#read = contents;
    return contents;
  }

  #parse(text: string): Omit<Contents, "stamp"> {
    const fields = parseJsonObject(text);
    // The CLI writes null where there is none.
    const rows = fields?.["profiles"] === null ? [] : fields?.["profiles"];
    if (!fields || !Array.isArray(rows)) throw this.#damaged();
    const current = typeof fields["current"] === "string" ? fields["current"] : undefined;
    return { profiles: rows.map(parseCliProfile).filter((profile) => profile !== undefined), current };
  }

  #damaged(): SourceFault {
    return new SourceFault({ reason: "fileDamaged", subject: this.path });
  }
}
