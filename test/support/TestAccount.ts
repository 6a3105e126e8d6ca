import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { RunnerTask } from "vitest";
import { regions } from "../../src/ipam/regions.ts";
import type { AccessKey } from "../../src/simulator/AccessKey.ts";
import { Simulator, type SimulatorOptions } from "../../src/simulator/Simulator.ts";
import { Keyring, type KeyringState } from "./Keyring.ts";
import { type ServerOptions, VsCodeServer } from "./VsCodeServer.ts";
import { Workbench } from "./Workbench.ts";

/** What a test may set before VS Code starts. */
export interface TestAccountOptions {
  readonly keyring?: KeyringState;
  readonly simulator?: SimulatorOptions;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Variables that VS Code is started with. */
  readonly env?: (account: TestAccount) => Readonly<Record<string, string>>;
  /** How much VS Code and the extension log. */
  readonly logLevel?: "trace";
}

/** A VS Code window, a keyring and a simulated cloud that belong together, in a folder of their own. */
export class TestAccount {
  readonly folder: string;
  readonly keyring: Keyring;
  readonly simulator: Simulator;
  readonly #settings: Readonly<Record<string, unknown>>;
  readonly #env: NonNullable<TestAccountOptions["env"]>;
  readonly #logLevel: "trace" | undefined;
  #server: VsCodeServer | undefined;
  #workbench: Workbench | undefined;

  /** Starts all three and opens the view. */
  static async start(options: TestAccountOptions = {}): Promise<TestAccount> {
    const account = await TestAccount.prepare(options);
    await account.openVsCode();
    return account;
  }

  /** Starts the keyring and the cloud, for a test that has more to prepare before it opens VS Code. */
  static async prepare({
    keyring = "unlocked",
    simulator = {},
    settings = {},
    env = () => ({}),
    logLevel,
  }: TestAccountOptions = {}): Promise<TestAccount> {
    const folder = mkdtempSync(path.join(tmpdir(), "ipam-ui-"));
    return new TestAccount(
      folder,
      await Keyring.start(path.join(folder, "keyring"), keyring),
      await Simulator.start(simulator),
      settings,
      env,
      logLevel,
    );
  }

  private constructor(
    folder: string,
    keyring: Keyring,
    simulator: Simulator,
    settings: Readonly<Record<string, unknown>>,
    env: NonNullable<TestAccountOptions["env"]>,
    logLevel: "trace" | undefined,
  ) {
    this.folder = folder;
    this.keyring = keyring;
    this.simulator = simulator;
    this.#settings = settings;
    this.#env = env;
    this.#logLevel = logLevel;
  }

  get workbench(): Workbench {
    if (!this.#workbench) throw new Error("VS Code is closed.");
    return this.#workbench;
  }

  get server(): VsCodeServer {
    if (!this.#server) throw new Error("VS Code was never opened.");
    return this.#server;
  }

  /** The folder of all that VS Code writes: user data, logs, and the browser's part of it. */
  get written(): string {
    return path.join(this.folder, "vscode");
  }

  /** Writes a file of the Aliyun CLI into VS Code's home folder, which is one of its own. */
  writeCliFile(name: string, contents: unknown): string {
    const file = path.join(this.#home, ".aliyun", name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof contents === "string" ? contents : JSON.stringify(contents, undefined, "\t"));
    return file;
  }

  get #home(): string {
    return path.join(this.folder, "home");
  }

  /** The first key of the first account. */
  get key(): AccessKey {
    return this.keyOf(0);
  }

  /** The first key of one of the accounts. */
  keyOf(position: number): AccessKey {
    const [key] = this.simulator.organisation.accounts[position]?.accessKeys ?? [];
    if (!key) throw new Error("The simulator has no key.");
    return key;
  }

  /** Opens VS Code, anew over what it wrote before. */
  async openVsCode(options: Omit<ServerOptions, "folder" | "port"> = {}): Promise<void> {
    this.#server = await VsCodeServer.start({
      ...options,
      folder: this.written,
      settings: { "ipamExplorer.endpoint": this.simulator.endpoint, ...this.#settings, ...options.settings },
      env: { ...this.keyring.env, ...homeOf(this.#home), ...this.#env(this), ...options.env },
      port: this.#server?.port,
      logLevel: this.#logLevel,
    });
    this.#workbench = await Workbench.open(
      this.#server,
      path.join(this.written, "workspace"),
      path.join(this.written, "browser"),
      { logLevel: this.#logLevel },
    );
    await this.#workbench.openView();
  }

  async closeVsCode(): Promise<void> {
    await this.#workbench?.close();
    await this.#server?.stop();
  }

  /** Adds a profile with a key of the simulator, the first one unless given, up to its last input box. */
  async addProfile(name: string, workbench: Workbench = this.workbench, key: AccessKey = this.key): Promise<void> {
    await workbench.runCommand("IPAM: Add Profile");
    await workbench.answerInput("A name for this account", name);
    await workbench.pick("AccessKey pair");
    await workbench.answerInput("AccessKey id", key.accessKeyId);
    await workbench.answerInput("AccessKey secret", key.accessKeySecret);
  }

  /** Adds a profile with the key of the simulator and waits until all of its account is in sight, and nothing else. */
  async signIn(name: string): Promise<void> {
    await this.addProfile(name);
    await this.workbench.notification("Signed in").waitFor();
    await this.workbench.row("hub-east-china").waitFor();
    await this.loaded();
    await this.workbench.clearNotifications();
    this.simulator.forget();
  }

  /**
   * Waits until a refresh of all regions that was begun since the simulator forgot is over and painted: a menu that is open
   * while rows are painted anew has lost its row.
   */
  async refreshed(): Promise<void> {
    const read = { action: "ListIpamResourceDiscoveryAssociations", status: 200 };
    while (this.simulator.count(read) < regions.length) await this.simulator.next(read, "ended");
    await this.loaded();
  }

  /** Waits until every region has answered, for the first time or to a refresh. */
  async loaded(): Promise<void> {
    await this.workbench.row("Reading regions").waitFor({ state: "detached" });
    const progress = this.workbench.page.locator(".sidebar .monaco-progress-container.active");
    await progress.first().waitFor({ state: "hidden" });
    await this.workbench.page.locator(".sidebar .codicon-loading").first().waitFor({ state: "hidden" });
    // The rows are painted up to a tenth of a second after the last answer, even where none of them changes.
    await this.workbench.page.waitForTimeout(500);
  }

  /** Between two tests: leaves a picture of one that failed, and nothing that the next one could trip over. */
  async afterTest({ name, result }: Readonly<RunnerTask>): Promise<void> {
    if (result?.state === "fail")
      await this.workbench.screenshot(path.join("test-results", `${name.slice(0, 60)}.png`));
    await this.workbench.expectNoPrompt();
    await this.workbench.clearNotifications();
    this.simulator.forget();
  }

  async stop(): Promise<void> {
    await this.closeVsCode();
    await this.simulator.close();
    await this.keyring.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The home folder, without what the person's own environment says about an account. */
function homeOf(folder: string): Readonly<Record<string, string | undefined>> {
  mkdirSync(folder, { recursive: true });
  const own = Object.keys(process.env).filter((name) => /^(ALIBABA_?CLOUD|ALICLOUD)_/.test(name));
  return { ...Object.fromEntries(own.map((name) => [name, undefined])), HOME: folder, USERPROFILE: folder };
}
