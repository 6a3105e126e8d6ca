import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { quietSettings } from "../../scripts/quietSettings.mjs";
import { ensureServer, root } from "../../scripts/toolchain.mjs";
import { ProcessGroup } from "./ProcessGroup.ts";

/** How a VS Code server is to be started. */
export interface ServerOptions {
  /** Everything the server and the extension write; kept between starts. */
  readonly folder: string;
  /** User settings, laid over those that are there. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Settings of the machine that the server runs on, laid over those that are there. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  /** Laid over the environment of this process; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A free port unless given. The browser keeps a window's state by its address, so a restart needs the same one. */
  readonly port?: number | undefined;
  /** Folders or VSIX files of the installed extensions: this checkout, unless told otherwise. */
  readonly extensions?: readonly string[];
  /**
   * Whether an address may name an extension and tests under development. Such a window holds notifications back and
   * refuses modal dialogs, so that only host tests want it.
   */
  readonly development?: boolean;
  /** The display language, such as `zh-cn`: that of the extension alone, since VS Code's own texts come with a download. */
  readonly language?: string;
  /** Whether folders have to be trusted first: they open in restricted mode. Without it all are trusted. */
  readonly workspaceTrust?: boolean;
  /** How much the server logs; the windows have an option of their own. */
  readonly logLevel?: "trace" | undefined;
  /** A release of code-server: the newest, unless told otherwise. */
  readonly release?: string;
}

/** What an address opens besides the folder. */
export interface WindowOptions {
  readonly extensionPath?: string;
  readonly testsPath?: string;
  /** How much the window and its extensions log. */
  readonly logLevel?: "trace" | undefined;
}

/** A real VS Code server with this checkout installed as an extension, in a process group of its own. */
export class VsCodeServer {
  readonly port: number;
  /** Of VS Code, such as `1.100.3`. */
  readonly version: string;
  readonly #group: ProcessGroup;
  readonly #folder: string;

  /** Starts a server on a free port; resolves once it listens. */
  static async start(options: ServerOptions): Promise<VsCodeServer> {
    const { folder, env = {} } = options;
    const userData = path.join(folder, "user-data");
    // This build keeps the person's settings on the server, beside those of the machine.
    mergeSettings(userSettingsOf(folder), { ...quietSettings, ...options.settings });
    mergeSettings(path.join(userData, "Machine", "settings.json"), options.machineSettings ?? {});
    mkdirSync(path.join(folder, "workspace"), { recursive: true });
    if (options.language) installLanguage(options.language, userData);
    const main = ensureServer(options.release);
    const folders = [
      ...["--user-data-dir", userData, "--server-data-dir", path.join(folder, "server-data")],
      ...["--extensions-dir", path.join(folder, "extensions")],
    ];
    for (const extension of options.extensions ?? [root]) {
      if (extension.endsWith(".vsix"))
        execFileSync(process.execPath, [main, ...folders, "--install-extension", extension], { stdio: "pipe" });
      else link(extension, path.join(folder, "extensions"));
    }
    const group = new ProcessGroup(
      [
        ...[process.execPath, main, ...folders],
        ...["--host", "127.0.0.1", "--port", String(options.port ?? 0)],
        ...["--without-connection-token", "--accept-server-license-terms"],
        ...["--telemetry-level", "off"],
        ...(options.workspaceTrust ? [] : ["--disable-workspace-trust"]),
        ...(options.language ? ["--locale", options.language] : []),
        ...(options.logLevel ? ["--log", options.logLevel] : []),
        ...(options.development ? ["--enable-smoke-test-driver"] : []),
      ],
      // Without a gallery it looks for none.
      { EXTENSIONS_GALLERY: "{}", ...env },
    );
    try {
      const [, port] = await group.waitForOutput(/Extension host agent listening on (\d+)/);
      const { version } = JSON.parse(readFileSync(path.join(path.dirname(main), "..", "package.json"), "utf8"));
      return new VsCodeServer(Number(port), version, group, folder);
    } catch (error) {
      await group.stop();
      throw error;
    }
  }

  private constructor(port: number, version: string, group: ProcessGroup, folder: string) {
    this.port = port;
    this.version = version;
    this.#group = group;
    this.#folder = folder;
  }

  /** The address of a window. */
  url(workspace: string, { extensionPath, testsPath, logLevel }: WindowOptions = {}): string {
    const remote = (file: string): string => `vscode-remote://127.0.0.1:${this.port}${file}`;
    const payload = [["skipWelcome", "true"]];
    if (extensionPath) payload.push(["extensionDevelopmentPath", remote(extensionPath)]);
    if (testsPath) payload.push(["extensionTestsPath", remote(testsPath)]);
    if (logLevel) payload.push(["logLevel", logLevel]);
    const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) });
    return `http://127.0.0.1:${this.port}/?${query}`;
  }

  /** Changes user settings. This build does not watch them: a window follows once it is opened or reloaded. */
  changeSettings(settings: Readonly<Record<string, unknown>>): void {
    mergeSettings(userSettingsOf(this.#folder), settings);
  }

  /** All that the server has printed. */
  log(): string {
    return this.#group.output();
  }

  /** Kills the processes that extensions run in, as a crash would. Returns how many there were. */
  killExtensionHosts(): number {
    return this.#group.killThose("--type=extensionHost");
  }

  /** Stops the server with all that it started; what it printed is then in `server.log` of its folder. */
  async stop(): Promise<void> {
    await this.#group.stop();
    appendFileSync(path.join(this.#folder, "server.log"), this.log());
  }
}

function userSettingsOf(folder: string): string {
  return path.join(folder, "user-data", "User", "settings.json");
}

function mergeSettings(file: string, settings: Readonly<Record<string, unknown>>): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const earlier = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  writeFileSync(file, JSON.stringify({ ...earlier, ...settings }, undefined, 2));
}

function link(extension: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const place = path.join(folder, path.basename(extension));
  if (!existsSync(place)) symlinkSync(extension, place);
}

/** Enters a language pack that translates nothing: without one, VS Code stays English, and so do its extensions. */
function installLanguage(language: string, userData: string): void {
  const translations = path.join(userData, `${language}.json`);
  writeFileSync(translations, JSON.stringify({ version: "1.0.0", contents: {} }));
  // An entry that no extension stands behind would keep all extensions from being loaded.
  const extensions = [{ extensionIdentifier: { id: `test.${language}` }, version: "1.0.0" }];
  const pack = { hash: language, label: language, extensions, translations: { vscode: translations } };
  writeFileSync(path.join(userData, "languagepacks.json"), JSON.stringify({ [language]: pack }));
}
