import { answersTarget } from "./answersTarget.ts";
import { bodiesTarget } from "./bodiesTarget.ts";
import { cliFileTarget } from "./cliFileTarget.ts";
import { endpointsTarget } from "./endpointsTarget.ts";
import type { FuzzTarget } from "./FuzzTarget.ts";
import { journalTarget } from "./journalTarget.ts";
import { profileIndexTarget } from "./profileIndexTarget.ts";
import { refusalsTarget } from "./refusalsTarget.ts";
import { requestsTarget } from "./requestsTarget.ts";
import { secretsTarget } from "./secretsTarget.ts";

/** Makers of all that is fuzzed, by short names. */
export const fuzzTargets: Readonly<Record<string, () => FuzzTarget | Promise<FuzzTarget>>> = {
  answers: answersTarget,
  refusals: refusalsTarget,
  bodies: bodiesTarget,
  profileIndex: profileIndexTarget,
  secrets: secretsTarget,
  endpoints: endpointsTarget,
  requests: requestsTarget,
  journal: () => journalTarget("memory"),
  journalFile: () => journalTarget("file"),
  cliFile: cliFileTarget,
};
