import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { parseJsonObject } from "../ipam/parseJsonObject.ts";
import { parseCliProfile } from "./CliProfile.ts";
import type { ExternalCommand } from "./ExternalCommand.ts";
import type { IssuedSecret } from "./IssuedSecret.ts";
import { SourceFault } from "./SourceFault.ts";

const longestMs = 60_000;
const mostBytes = 64 * 1024;
/** How long credentials serve whose end the program does not tell, in milliseconds. The CLI runs it for each command. */
const untoldMs = 10 * 60_000;

/**
 * Runs a program that prints credentials as a profile of the CLI's file has them (mode External). There is no shell, and
 * what it prints, on either stream, is parsed or thrown away: it holds secrets.
 * @param now milliseconds since 1970
 * @param timeoutMs how long it may take; a minute unless a test has less time
 * @throws SourceFault `commandFailed`, `commandTimedOut`, `commandUnusable`
 */
export async function runCredentialCommand(
  { cliProfile: subject, program, args }: ExternalCommand,
  now: () => number,
  timeoutMs = longestMs,
): Promise<IssuedSecret> {
  const output = await new Promise<string>((resolve, reject) => {
    // From a folder of the person's own: a relative name must not find a program of whatever is open in the editor.
    const options = {
      cwd: homedir(),
      timeout: timeoutMs,
      killSignal: "SIGKILL" as const,
      maxBuffer: mostBytes,
      windowsHide: true,
      shell: false,
    };
    const child = execFile(program, args, options, (error, stdout) => {
      if (!error) resolve(stdout);
      // Its message quotes the command, whose arguments may be secrets, and what the program said.
      else if (error.killed) reject(new SourceFault({ reason: "commandTimedOut", subject }));
      else reject(new SourceFault({ reason: "commandFailed", subject, part: String(error.code ?? error.signal) }));
    });
    child.stdin?.on("error", () => {}).end();
  });
  const profile = parseCliProfile({ ...parseJsonObject(output), name: subject });
  const { mode, secret, secretExpiresAt = now() + untoldMs } = profile ?? {};
  if (!secret || (mode !== "AK" && mode !== "StsToken") || (mode === "StsToken" && !secret.securityToken)) {
    throw new SourceFault({ reason: "commandUnusable", subject });
  }
  return { secret, expiresAt: secretExpiresAt };
}
