import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CliFile } from "../../src/credentials/CliFile.ts";
import { SourceFault } from "../../src/credentials/SourceFault.ts";
import { mutateJson, mutateText } from "../support/mutate.ts";
import { canary, expectNoCanary } from "./expectNoCanary.ts";
import type { FuzzTarget } from "./FuzzTarget.ts";

/** Everywhere in the file, so that no error can quote a piece of it unseen. */
const quoted = (name: string) => `${name}.${canary}`;

const contents = {
  current: quoted("default"),
  profiles: [
    {
      ...{ name: quoted("default"), mode: "AK", region_id: "cn-hangzhou", language: "en" },
      ...{ access_key_id: quoted("LTAI5tFuzz"), access_key_secret: canary, sts_token: "" },
    },
    {
      ...{ name: quoted("sso"), mode: "CloudSSO", sts_expiration: 1_900_000_000 },
      ...{ access_key_id: quoted("STS.Fuzz"), access_key_secret: canary, sts_token: canary },
    },
    {
      ...{ name: quoted("role"), mode: "ChainableRamRoleArn", source_profile: quoted("default") },
      ...{ ram_role_arn: quoted("acs:ram::1:role/r"), ram_session_name: "s", expired_seconds: 3600 },
    },
    { name: quoted("program"), mode: "External", process_command: quoted("program --flag") },
  ],
  meta_path: "",
};

/** The Aliyun CLI's file. Nothing but a SourceFault comes of it, and no text of the file stands in one. */
export function cliFileTarget(): FuzzTarget {
  const home = mkdtempSync(path.join(tmpdir(), "ipam-fuzz-cli-"));
  mkdirSync(path.join(home, ".aliyun"));
  const text = JSON.stringify(contents, undefined, "\t");
  return {
    name: "the CLI's file",
    share: 0.2,
    run: async (random) => {
      const file = new CliFile(home);
      const mutated = random(2) === 0 ? mutateText(text, random) : JSON.stringify(mutateJson(contents, random));
      writeFileSync(file.path, mutated ?? "");
      let profiles: Awaited<ReturnType<CliFile["profiles"]>>;
      try {
        profiles = await file.profiles();
        await file.current();
      } catch (error) {
        expectUnquoted(error);
        return "refused";
      }
      for (const { secret, fingerprint, durationSeconds = 1, secretExpiresAt = 1 } of profiles) {
        expectNoCanary(secret, [secret], `${secret}`, fingerprint);
        if (!(durationSeconds > 0 && secretExpiresAt > 0)) throw new Error("A time is none.");
      }
      await file.profile("none of these").then(
        () => {
          throw new Error("Found, and not there.");
        },
        (error: unknown) => expectUnquoted(error),
      );
      return profiles.length < contents.profiles.length ? "refused" : "accepted";
    },
    close: async () => rmSync(home, { recursive: true }),
  };
}

function expectUnquoted(error: unknown): void {
  if (!(error instanceof SourceFault)) throw error;
  expectNoCanary(error, error.detail, error.cause);
}
