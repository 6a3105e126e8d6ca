import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root, servers } from "../../../scripts/toolchain.mjs";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly uses?: string;
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> };
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = path.join(root, ".github", "workflows");
const texts = new Map(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));
const workflows = new Map([...texts].map(([name, text]) => [name, parse(text) as Workflow]));
const { scripts, engines } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));

const jobsOf = (name: string): Readonly<Record<string, Job>> => workflows.get(name)?.jobs ?? {};
const everyJob = [...workflows].flatMap(([file, { jobs }]) =>
  Object.entries(jobs).map(([name, job]) => ({ file, name, job })),
);
const everyStep = everyJob.flatMap(({ file, name, job }) =>
  (job.steps ?? []).map((step) => ({ where: `${file} ${name}`, step })),
);
const isPublishing = ({ run = "" }: Step) => /\b(vsce|ovsx) publish\b/.test(run);

/** A job and all that must have succeeded before it. */
function before(jobs: Readonly<Record<string, Job>>, name: string): readonly string[] {
  const needs = [jobs[name]?.needs ?? []].flat();
  return [name, ...needs.flatMap((one) => before(jobs, one))];
}

describe("The workflows", () => {
  it("are the three that are expected", () => {
    expect([...workflows.keys()].sort()).toEqual(["ci.yml", "release.yml", "tests.yml"]);
  });

  it("run only scripts that there are", () => {
    const named = everyStep.flatMap(({ step }) =>
      [...(step.run ?? "").matchAll(/npm (?:run )?([\w:]+)/g)].map(([, script = ""]) => script),
    );
    const own = named.filter((script) => script !== "ci");
    expect(own.filter((script) => !(script in scripts))).toEqual([]);
    expect(new Set(own)).toEqual(new Set(["check", "test", "test:desktop", "check:release", "package"]));
  });

  it("use actions by commit, with their version beside, and workflows of this repository", () => {
    const lines = [...texts.values()].flatMap((text) => text.split("\n").filter((line) => /\buses:/.test(line)));
    for (const line of lines)
      expect(line).toMatch(
        /uses: (\.\/\.github\/workflows\/tests\.yml|actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/,
      );
  });

  it("start without a permission; each job has what it needs, and none writes to the repository", () => {
    for (const { permissions } of workflows.values()) expect(permissions).toEqual({});
    for (const { file, name, job } of everyJob) {
      const extra = name === "package" ? { "id-token": "write", attestations: "write" } : {};
      expect(job.permissions, `${file} ${name}`).toEqual({ contents: "read", ...extra });
    }
  });

  it("keep no credentials in what they check out", () => {
    const checkouts = everyStep.filter(({ step }) => step.uses?.startsWith("actions/checkout@"));
    expect(checkouts.length).toBeGreaterThan(4);
    for (const { step, where } of checkouts) expect(step.with?.["persist-credentials"], where).toBe(false);
  });

  it("give a token to the two steps that publish, and to no other", () => {
    expect([...texts.values()].join().match(/secrets\.\w+/g)).toEqual(["secrets.VSCE_PAT", "secrets.OVSX_PAT"]);
    for (const { step, where } of everyStep) {
      const names = Object.keys(step.env ?? {});
      expect(names, where).toEqual(isPublishing(step) ? [step.run?.includes("vsce") ? "VSCE_PAT" : "OVSX_PAT"] : []);
    }
    expect([...texts.values()].join()).not.toMatch(/github\.token|GITHUB_TOKEN|pull_request_target/);
  });

  it("write nothing that an outsider names into a shell", () => {
    for (const { step, where } of everyStep) expect(step.run ?? "", where).not.toMatch(/\$\{\{(?! matrix\.)/);
  });
});

describe("The tests before a merge and before a release", () => {
  it("are the same: checks, every suite, and a desktop VS Code on three systems, current and oldest", () => {
    expect(jobsOf("ci.yml")["tests"]?.uses).toBe("./.github/workflows/tests.yml");
    expect(jobsOf("release.yml")["tests"]?.uses).toBe("./.github/workflows/tests.yml");
    const { suites, desktop } = jobsOf("tests.yml");
    const commands = suites?.steps?.map(({ run }) => run);
    expect(commands).toEqual(expect.arrayContaining(["npm ci", "npm run check", "npm test"]));
    const { os = [], vscode = [] } = desktop?.strategy?.matrix ?? {};
    expect(os.map((one) => one.split("-")[0])).toEqual(["ubuntu", "macos", "windows"]);
    expect(`^${vscode[1]?.replace(/\d+$/, "0")}`).toBe(engines.vscode);
    expect([vscode[0], vscode[1]?.replaceAll(".", "")]).toEqual([
      "stable",
      servers.oldest.replace(/^4/, "1").replaceAll(".", ""),
    ]);
  });
});

it("The lock file holds the packages of every platform, which npm ci asks for", () => {
  for (const file of ["package-lock.json", ".github/publish/package-lock.json"]) {
    const { packages } = JSON.parse(readFileSync(path.join(root, file), "utf8"));
    const missing = Object.entries<{ optionalDependencies?: object }>(packages).flatMap(
      ([place, { optionalDependencies = {} }]) =>
        Object.keys(optionalDependencies).filter(
          (name) => !(`${place}/node_modules/${name}` in packages) && !(`node_modules/${name}` in packages),
        ),
    );
    expect(missing, file).toEqual([]);
  }
});

describe("The release", () => {
  const jobs = jobsOf("release.yml");

  it("starts with a version tag and nothing else", () => {
    expect(workflows.get("release.yml")?.on).toEqual({ push: { tags: ["v[0-9]*"] } });
  });

  it("publishes to both galleries, after the version was checked, everything was tested, and it was packed once", () => {
    const publishing = Object.keys(jobs).filter((name) => jobs[name]?.steps?.some(isPublishing));
    expect(publishing).toEqual(["marketplace", "open-vsx"]);
    for (const name of publishing) {
      expect(before(jobs, name)).toEqual([name, "package", "tests", "version"]);
      expect(jobs[name]?.environment).toBe("release");
    }
    const packing = everyStep.filter(({ step }) => /npm run package/.test(step.run ?? ""));
    expect(packing.map(({ where }) => where)).toEqual(["release.yml package"]);
  });

  it("publishes the very file that was packed and signed for, by tools of a locked version", () => {
    for (const name of ["marketplace", "open-vsx"]) {
      const commands = jobs[name]?.steps?.flatMap(({ run }) => run ?? []) ?? [];
      const sums = commands.indexOf("sha256sum --check SHA256SUMS");
      const publish = commands.findIndex((run) => isPublishing({ run }));
      expect(sums).toBeGreaterThanOrEqual(0);
      expect(publish).toBeGreaterThan(sums);
      expect(commands[publish]).toMatch(/^npx --no-install \w+ publish --packagePath \S*package\/extension\.vsix /);
    }
    const { devDependencies } = JSON.parse(readFileSync(path.join(root, ".github/publish/package.json"), "utf8"));
    const lock = JSON.parse(readFileSync(path.join(root, ".github/publish/package-lock.json"), "utf8"));
    expect(lock.packages["node_modules/ovsx"].version).toBe(devDependencies.ovsx);
    expect(readFileSync(path.join(root, ".github/publish/.npmrc"), "utf8")).toContain("ignore-scripts=true");
  });

  it("states where and from what the file was made", () => {
    const attestation = jobs["package"]?.steps?.find(({ uses }) => uses?.includes("attest-build-provenance"));
    expect(attestation?.with).toEqual({ "subject-path": "extension.vsix" });
  });
});
