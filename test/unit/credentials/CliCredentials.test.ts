import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runCredentialCommand } from "../../../src/credentials/runCredentialCommand.ts";
import { canary, failureOf, passMinutes, SourceHome } from "./SourceHome.ts";

const roleArn = "acs:ram::1000000000000001:role/network-admin";
const asRole = { ram_role_arn: roleArn, ram_session_name: "laptop", region_id: "cn-hangzhou" };
const network = "acs:ram::1000000000000001:assumed-role/network-admin/laptop";
const operator = "acs:ram::1000000000000001:user/network-operator";
const session = "acs:ram::1000000000000001:assumed-role/session-role/session";

let home: SourceHome;
const assumed = () => home.simulator.count({ action: "AssumeRole" });

beforeEach(async () => {
  // Only Date: sockets and their time-outs run on.
  vi.useFakeTimers({ toFake: ["Date"] });
  home = await SourceHome.start();
});

afterEach(async () => {
  await home.stop();
  vi.useRealTimers();
});

describe("A profile of the CLI signs with what its mode gives:", () => {
  it("AK: its key, whatever token stands beside it", async () => {
    home.writeProfiles({ name: "default", mode: "AK", ...home.keyFields, sts_token: "left over" });
    expect(await home.arnOf("default")).toBe(operator);
  });

  it("StsToken: its three parts", async () => {
    home.writeProfiles({ name: "default", mode: "StsToken", ...home.session().fields });
    expect(await home.arnOf("default")).toBe(session);
  });

  it("RamRoleArn: a session of the role, with the external id and the length that the profile names", async () => {
    home.simulator.organisation.addRole(home.account, "network-admin", { externalId: "ticket-7" });
    const more = { external_id: "ticket-7", expired_seconds: 1800 };
    home.writeProfiles({ name: "admin", mode: "RamRoleArn", ...home.keyFields, ...asRole, ...more });
    expect(await home.arnOf("admin")).toBe(network);
    expect(home.simulator.requests[0]?.parameters).toMatchObject({ ExternalId: "ticket-7", DurationSeconds: "1800" });
  });

  it("RamRoleArn: from temporary credentials too", async () => {
    home.simulator.organisation.addRole(home.account, "network-admin");
    home.writeProfiles({ name: "admin", mode: "RamRoleArn", ...home.session().fields, ...asRole });
    expect(await home.arnOf("admin")).toBe(network);
  });

  it("ChainableRamRoleArn: a session assumed with the profile that it builds on", async () => {
    const organisation = home.simulator.organisation;
    organisation.addRole(home.account, "network-admin");
    organisation.addRole(home.account, "second");
    const second = { ram_role_arn: "acs:ram::1000000000000001:role/second", ram_session_name: "laptop" };
    home.writeProfiles(
      { name: "second", mode: "ChainableRamRoleArn", source_profile: "first", ...second },
      { name: "first", mode: "ChainableRamRoleArn", source_profile: "key", ...asRole },
      { name: "key", mode: "AK", ...home.keyFields },
    );
    expect(await home.arnOf("second")).toBe("acs:ram::1000000000000001:assumed-role/second/laptop");
    expect(assumed()).toBe(2);
  });

  it("EcsRamRole: the instance's role, asked of the hardened metadata service", async () => {
    home.server.answer = home.session().answer;
    home.writeProfiles({ name: "ecs", mode: "EcsRamRole" });
    expect(await home.arnOf("ecs")).toBe(session);
    const paths = home.server.requests.map(({ method, path, token }) => [method, path, token !== undefined]);
    const roles = "/latest/meta-data/ram/security-credentials/";
    expect(paths).toEqual([
      ["PUT", "/latest/api/token", false],
      ["GET", roles, true],
      ["GET", `${roles}instance-role`, true],
    ]);
  });

  it("EcsRamRole: of a plain metadata service, by the name that the profile gives", async () => {
    home.server.hardened = false;
    home.server.answer = home.session().answer;
    home.writeProfiles({ name: "ecs", mode: "EcsRamRole", ram_role_name: "named" });
    expect(await home.arnOf("ecs")).toBe(session);
    expect(home.server.requests.at(-1)?.path).toMatch(/\/named$/);
  });

  it("OIDC: a session for the token in a file, which travels in the body and is read each time", async () => {
    const { organisation } = home.simulator;
    const provider = organisation.addOidcProvider(home.account, "ci");
    organisation.addRole(home.account, "network-admin", { trusted: [provider.arn] });
    provider.tokens.set(canary, Date.now() + 60_000);
    const oidc_token_file = home.write("token", `${canary}\n`);
    home.writeProfiles({ name: "ci", mode: "OIDC", oidc_provider_arn: provider.arn, oidc_token_file, ...asRole });
    expect(await home.arnOf("ci")).toBe(network);
    expect(JSON.stringify(home.simulator.requests)).not.toContain(canary);
  });

  it("CredentialsURI: what the address answers", async () => {
    home.server.answer = home.session().answer;
    home.writeProfiles({ name: "uri", mode: "CredentialsURI", credentials_uri: home.server.credentialsUri });
    expect(await home.arnOf("uri")).toBe(session);
    expect(home.server.requests[0]?.path).toBe("/credentials?user=test");
  });

  it.each(["CloudSSO", "OAuth"])("%s: the temporary credentials that the CLI keeps, until their end", async (mode) => {
    const end = Date.now() + 30 * 60_000;
    home.writeProfiles({ name: "sso", mode, ...home.session(end).fields, sts_expiration: Math.floor(end / 1000) });
    expect(await home.arnOf("sso")).toBe(session);
    passMinutes(31);
    expect(await failureOf(home.cli.secret("sso"))).toMatchObject({
      reason: "cachedExpired",
      detail: { subject: "sso" },
    });
  });

  it("External: what the program prints, once the person allowed it", async () => {
    const printed = { mode: "StsToken", ...home.session().fields };
    const program = home.write("give credentials.mjs", `process.stdout.write(process.argv[2])`);
    const words = [process.execPath, program, JSON.stringify(printed)].map((word) => `'${word}'`);
    home.writeProfiles({ name: "ext", mode: "External", process_command: words.join(" ") });
    expect(await home.arnOf("ext")).toBe(session);
    expect(home.questions).toEqual([
      { cliProfile: "ext", program: process.execPath, args: [program, JSON.stringify(printed)] },
    ]);
  });

  it("none named: the mode that the CLI infers", async () => {
    home.writeProfiles({ name: "default", ...home.keyFields });
    expect(await home.arnOf("default")).toBe(operator);
  });
});

describe("The credentials of a role", () => {
  beforeEach(() => {
    home.simulator.organisation.addRole(home.account, "network-admin");
    home.writeProfiles({ name: "admin", mode: "RamRoleArn", ...home.keyFields, ...asRole });
  });

  it("are assumed once for twenty who ask at the same time", async () => {
    const secrets = await Promise.all(Array.from({ length: 20 }, () => home.cli.secret("admin")));
    expect([new Set(secrets).size, assumed()]).toEqual([1, 1]);
  });

  it("serve until five minutes before their end, and are then assumed anew", async () => {
    await home.cli.secret("admin");
    passMinutes(54);
    await home.cli.secret("admin");
    expect(assumed()).toBe(1);
    passMinutes(2);
    await Promise.all(Array.from({ length: 20 }, () => home.cli.secret("admin")));
    expect(assumed()).toBe(2);
  });

  it("serve to their end when STS fails meanwhile, and no longer", async () => {
    const first = await home.cli.secret("admin");
    home.simulator.inject({
      action: "AssumeRole",
      fault: { kind: "error", status: 400, code: "NoPermission" },
    });
    passMinutes(56);
    expect(await home.cli.secret("admin")).toBe(first);
    passMinutes(5);
    expect(await failureOf(home.cli.secret("admin"))).toMatchObject({ reason: "forbidden" });
  });

  it("are assumed anew when the profile's row in the file has changed", async () => {
    await home.cli.secret("admin");
    const changed = { ...asRole, ram_session_name: "desktop" };
    home.writeProfiles({ name: "admin", mode: "RamRoleArn", ...home.keyFields, ...changed });
    expect(await home.arnOf("admin")).toMatch(/desktop$/);
  });

  it("stay when another row has", async () => {
    await home.cli.secret("admin");
    home.writeProfiles({ name: "other" }, { name: "admin", mode: "RamRoleArn", ...home.keyFields, ...asRole });
    await home.cli.secret("admin");
    expect(assumed()).toBe(1);
  });

  it("are refused with what STS says, the role and the permission", async () => {
    home.simulator.organisation.roles.length = 0;
    expect(await failureOf(home.cli.secret("admin"))).toMatchObject({
      reason: "credentialsUnavailable",
      detail: { code: "EntityNotExist.Role" },
    });
    passMinutes(1);
    home.simulator.organisation.addRole(home.account, "network-admin", { externalId: "needed" });
    expect(await failureOf(home.cli.secret("admin"))).toMatchObject({
      reason: "forbidden",
      detail: { code: "NoPermission", ramAction: "sts:AssumeRole", subject: roleArn },
    });
  });
});

describe("A program", () => {
  const external = (command: string) => home.writeProfiles({ name: "ext", mode: "External", process_command: command });
  const script = (text: string) => `'${process.execPath}' '${home.write("program.mjs", text)}' ${canary}`;

  it("does not run before the person has allowed it, and is asked about once until they come back to it", async () => {
    home.allows = false;
    external(
      script(`import fs from "node:fs"; fs.writeFileSync(${JSON.stringify(path.join(home.folder, "ran"))}, "");`),
    );
    for (let time = 0; time < 3; time += 1) {
      expect(await failureOf(home.cli.secret("ext"))).toMatchObject({ reason: "commandNotAllowed" });
      passMinutes(1);
    }
    expect(() => statSync(path.join(home.folder, "ran"))).toThrow();
    expect(home.questions).toHaveLength(1);
    home.permissions.forgetRefusals();
    await failureOf(home.cli.secret("ext"));
    expect(home.questions).toHaveLength(2);
  });

  it("that was allowed is not asked about again, until one of its arguments changes", async () => {
    external(script(`process.stdout.write('{"mode":"AK","access_key_id":"a","access_key_secret":"b"}')`));
    await home.cli.secret("ext");
    passMinutes(11);
    await home.cli.secret("ext");
    expect(home.questions).toHaveLength(1);
    external(`${script("process.stdout.write('{}')")} more`);
    await failureOf(home.cli.secret("ext"));
    expect(home.questions).toHaveLength(2);
    expect(JSON.stringify(home.state.get("allowedCommands"))).not.toContain(canary);
  });

  it("gets its arguments as they are: no shell looks at them", async () => {
    const seen = path.join(home.folder, "seen");
    const program = home.write(
      "program.mjs",
      `import fs from "node:fs"; fs.writeFileSync(process.argv[2], JSON.stringify(process.argv.slice(3)));`,
    );
    external(`'${process.execPath}' '${program}' '${seen}' $HOME "; rm -rf" \`x\` a\\ b ""`);
    await failureOf(home.cli.secret("ext"));
    expect(JSON.parse(readFileSync(seen, "utf8"))).toEqual(["$HOME", "; rm -rf", "`x`", "a b", ""]);
  });

  it.each([
    ["ends with a code", `console.error("${canary}"); process.exit(3)`, "commandFailed"],
    ["prints no JSON", `console.log("${canary}")`, "commandUnusable"],
    ["prints too much", `process.stdout.write("${canary}".repeat(10_000))`, "commandFailed"],
    ["prints another mode", `console.log('{"mode":"EcsRamRole","access_key_secret":"${canary}"}')`, "commandUnusable"],
    ["prints half a key", `console.log('{"mode":"AK","access_key_secret":"${canary}"}')`, "commandUnusable"],
  ])("that %s is a failure that quotes nothing", async (_what, text, reason) => {
    external(script(text));
    expect(await failureOf(home.cli.secret("ext"))).toMatchObject({ reason });
  });

  it("that does not exist is a failure with the system's code", async () => {
    external(`/no/such/program ${canary}`);
    expect(await failureOf(home.cli.secret("ext"))).toMatchObject({
      reason: "commandFailed",
      detail: { part: "ENOENT" },
    });
  });

  it("that does not end is ended, and one that it started is not waited for", async () => {
    const program = home.write(
      "hangs.mjs",
      `import { spawn } from "node:child_process";
       process.on("SIGTERM", () => {});
       spawn(process.execPath, ["-e", "setTimeout(() => {}, 5_000)"], { stdio: "inherit" });
       setInterval(() => {}, 1_000);`,
    );
    const command = { cliProfile: "ext", program: process.execPath, args: [program, canary] };
    const fault = await failureOf(runCredentialCommand(command, Date.now, 300));
    expect(fault).toMatchObject({ reason: "commandTimedOut" });
  });

  it("and an address are turned off by the CLI's own switch", async () => {
    home.environment["ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS"] = "TRUE";
    external(script(""));
    expect(await failureOf(home.cli.secret("ext"))).toMatchObject({ reason: "programsDisabled" });
    home.writeProfiles({ name: "uri", mode: "CredentialsURI", credentials_uri: home.server.credentialsUri });
    expect(await failureOf(home.cli.secret("uri"))).toMatchObject({ reason: "programsDisabled" });
    expect([home.questions, home.server.requests]).toEqual([[], []]);
  });
});

describe("An address or a metadata service", () => {
  it.each([
    ["http to another machine", "http://credentials.example.com/"],
    ["a file", "file:///etc/passwd"],
    ["no address", canary],
  ])("that is %s is not asked", async (_what, credentials_uri) => {
    home.writeProfiles({ name: "uri", mode: "CredentialsURI", credentials_uri });
    expect(await failureOf(home.cli.secret("uri"))).toMatchObject({ reason: "addressRefused" });
  });

  it.each([
    ["text", 200, canary],
    ["an error", 500, { AccessKeySecret: canary }],
    ["a failure", 200, { Code: "Failed", AccessKeySecret: canary }],
    ["a key without its token", 200, { Code: "Success", AccessKeyId: "a", AccessKeySecret: canary }],
    ["far too much", 200, canary.repeat(10_000)],
  ])("that answers with %s is a failure that quotes nothing", async (_what, status, answer) => {
    Object.assign(home.server, { status, answer });
    home.writeProfiles(
      { name: "uri", mode: "CredentialsURI", credentials_uri: `${home.server.credentialsUri}&secret=${canary}` },
      { name: "ecs", mode: "EcsRamRole", ram_role_name: "named" },
    );
    expect(await failureOf(home.cli.secret("uri"))).toMatchObject({ reason: "addressFailed" });
    expect(await failureOf(home.cli.secret("ecs"))).toMatchObject({ reason: "metadataFailed" });
  });

  it("that does not listen is a failure with the system's code", async () => {
    home.writeProfiles({ name: "uri", mode: "CredentialsURI", credentials_uri: "http://127.0.0.1:1/" });
    const fault = await failureOf(home.cli.secret("uri"));
    expect(fault).toMatchObject({ reason: "addressFailed", detail: { part: "ECONNREFUSED" } });
  });

  it("is not asked for a profile of another mode, and not where the environment forbids it", async () => {
    home.writeProfiles({ name: "default", mode: "AK", ...home.keyFields }, { name: "ecs", mode: "EcsRamRole" });
    await home.cli.secret("default");
    home.environment["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "true";
    expect(await failureOf(home.cli.secret("ecs"))).toMatchObject({ reason: "metadataDisabled" });
    expect(home.server.requests).toEqual([]);
  });

  it("in its plain mode is not used where the environment forbids that", async () => {
    home.server.hardened = false;
    home.environment["ALIBABA_CLOUD_IMDSV1_DISABLED"] = "true";
    home.writeProfiles({ name: "ecs", mode: "EcsRamRole" });
    expect(await failureOf(home.cli.secret("ecs"))).toMatchObject({ reason: "metadataFailed" });
    expect(home.server.requests).toHaveLength(1);
  });
});

describe("A profile that cannot be used says why:", () => {
  const role = { ram_role_arn: roleArn, ram_session_name: "x" };
  it.each([
    ["an AK without its secret", { mode: "AK", access_key_id: canary }, "fieldMissing"],
    ["an STS without its token", { mode: "StsToken", access_key_id: "a", access_key_secret: canary }, "fieldMissing"],
    ["a role without its ARN", { mode: "RamRoleArn", access_key_id: "a", access_key_secret: canary }, "fieldMissing"],
    ["a chain without a beginning", { mode: "ChainableRamRoleArn", ...role }, "fieldMissing"],
    ["a chain to nowhere", { mode: "ChainableRamRoleArn", source_profile: "gone", ...role }, "profileMissing"],
    ["a chain to itself", { mode: "ChainableRamRoleArn", source_profile: "it", ...role }, "chainLoops"],
    [
      "a token file that is not there",
      { mode: "OIDC", oidc_provider_arn: "a", oidc_token_file: "/no", ...role },
      "fileMissing",
    ],
    ["a command with an open quote", { mode: "External", process_command: `'${canary}` }, "fieldInvalid"],
    ["a bearer token", { mode: "BearerToken", bearer_token: canary }, "modeUnsupported"],
    ["a mode that nobody knows", { mode: canary }, "modeUnknown"],
    [
      "an STS endpoint of someone else",
      { mode: "RamRoleArn", access_key_id: "a", access_key_secret: canary, sts_endpoint: "sts.evil.example", ...role },
      "fieldInvalid",
    ],
    [
      "an STS region that is no region",
      { mode: "RamRoleArn", access_key_id: "a", access_key_secret: canary, sts_region: "x.evil.example/", ...role },
      "fieldInvalid",
    ],
  ])("%s", async (_what, fields, reason) => {
    home.writeProfiles({ name: "it", ...fields });
    expect(await failureOf(home.cli.secret("it"))).toMatchObject({ reason });
    expect(home.simulator.requests).toEqual([]);
  });
});

describe("The file of the CLI", () => {
  it("is read again when it has changed", async () => {
    home.writeProfiles({ name: "default", mode: "AK", access_key_id: "one", access_key_secret: "x" });
    expect((await home.cli.secret("default")).accessKeyId).toBe("one");
    home.writeProfiles({ name: "default", mode: "AK", access_key_id: "another", access_key_secret: "x" });
    expect((await home.cli.secret("default")).accessKeyId).toBe("another");
  });

  it("is never written", async () => {
    home.simulator.organisation.addRole(home.account, "network-admin");
    home.writeProfiles({ name: "admin", mode: "RamRoleArn", ...home.keyFields, ...asRole });
    const before = statSync(home.file.path, { bigint: true });
    await home.cli.secret("admin");
    const after = statSync(home.file.path, { bigint: true });
    expect([after.mtimeNs, after.ino]).toEqual([before.mtimeNs, before.ino]);
  });

  it("may have a byte order mark, rows that are none, and no rows at all", async () => {
    home.write("config.json", `\uFEFF${JSON.stringify({ profiles: [null, 7, {}, { name: "a", mode: "ak" }] })}`);
    expect((await home.file.profiles()).map(({ name, mode }) => [name, mode])).toEqual([["a", "AK"]]);
    home.write("config.json", '{"profiles":null}');
    expect(await home.file.profiles()).toEqual([]);
  });

  it("gives the first of two profiles of one name, and is not led astray by names of objects", async () => {
    const row = { name: "a", mode: "AK", access_key_secret: "x" };
    home.write(
      "config.json",
      `{"profiles":[{"name":"__proto__","__proto__":{"mode":"AK"}},${JSON.stringify({ ...row, access_key_id: "1" })},${JSON.stringify(row)}]}`,
    );
    expect((await home.cli.secret("a")).accessKeyId).toBe("1");
    expect(await failureOf(home.cli.secret("__proto__"))).toMatchObject({ reason: "modeUnknown" });
    expect(await failureOf(home.cli.secret("constructor"))).toMatchObject({ reason: "profileMissing" });
  });

  it.each([
    ["cut off", `{"profiles":[{"name":"a","access_key_secret":"${canary}`, "fileDamaged"],
    ["empty", "", "fileDamaged"],
    ["a text", `"${canary}"`, "fileDamaged"],
    ["without profiles", `{"secret":"${canary}"}`, "fileDamaged"],
    ["with profiles that are no list", `{"profiles":{"a":"${canary}"}}`, "fileDamaged"],
    ["deeper than anything", "[".repeat(500_000), "fileDamaged"],
    ["no text at all", Buffer.alloc(5_000, 0xff), "fileDamaged"],
    ["huge", canary.repeat(50_000), "fileTooLarge"],
  ])("that is %s is a failure that quotes nothing of it", async (_what, text, reason) => {
    home.write("config.json", text);
    expect(await failureOf(home.file.profiles())).toMatchObject({ reason, detail: { subject: home.file.path } });
  });

  it("that is not there is named", async () => {
    expect(await failureOf(home.file.profiles())).toMatchObject({
      reason: "fileMissing",
      detail: { subject: home.file.path },
    });
  });

  it.skipIf(process.platform === "win32")("that is a folder or a pipe is refused at once", async () => {
    mkdirSync(home.file.path, { recursive: true });
    expect(await failureOf(home.file.profiles())).toMatchObject({ reason: "fileUnreadable" });
    rmSync(home.file.path, { recursive: true });
    execFileSync("mkfifo", [home.file.path]);
    expect(await failureOf(home.file.profiles())).toMatchObject({ reason: "fileUnreadable" });
  });
});
