// npm start [-- --port N] [--folder DIR] [--once]: a real VS Code with the extension and its demo account, in the browser.
// Ctrl-C ends it. --folder is where VS Code keeps its data; --once ends it as soon as it answers.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { quietSettings } from "./quietSettings.mjs";
import {
  build,
  cache,
  ensureDependencies,
  ensureNode,
  ensureServer,
  main,
  root,
  SetupError,
  say,
} from "./toolchain.mjs";

const { values: options } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    folder: { type: "string", default: path.join(cache, "start") },
    once: { type: "boolean", default: false },
  },
});

await main(async () => {
  if (process.platform === "win32") throw new SetupError("npm start runs on Linux and macOS. On Windows, use WSL.");
  ensureDependencies();
  const node = ensureNode();
  const server = ensureServer();
  await build();
  const folder = path.resolve(options.folder);
  const workspace = prepare(folder);

  const vscode = startServer([node, server, ...serverArguments(folder)], path.join(folder, "server.log"));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, vscode.end);
  endWithNpm(vscode.end);
  const port = await vscode.port;
  const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify([["skipWelcome", "true"]]) });
  const address = `http://127.0.0.1:${port}/?${query}`;
  const { status } = await fetch(address);
  if (status !== 200) throw new SetupError(`VS Code answers with status ${status}; ${folder}/server.log may say why.`);
  say(`IPAM Explorer with its demo account: ${address}`);
  if (options.once) vscode.end();
  else {
    openOnDesktop(address);
    say("Ctrl-C ends it.");
  }
  await vscode.ended;
});

/** Installs the extension and the one that opens its demo account; returns the folder to open. */
function prepare(folder) {
  const extensions = path.join(folder, "extensions");
  fs.rmSync(extensions, { recursive: true, force: true });
  fs.mkdirSync(extensions, { recursive: true });
  fs.symlinkSync(root, path.join(extensions, "alicloud-ipam-explorer"));
  fs.symlinkSync(path.join(root, "scripts", "start-extension"), path.join(extensions, "ipam-explorer-start"));

  const settings = path.join(folder, "user-data", "User", "settings.json");
  if (!fs.existsSync(settings)) {
    fs.mkdirSync(path.dirname(settings), { recursive: true });
    fs.writeFileSync(settings, JSON.stringify(quietSettings, undefined, 2));
  }
  const workspace = path.join(folder, "workspace");
  if (!fs.existsSync(workspace))
    fs.cpSync(path.join(root, "scripts", "start-workspace"), workspace, { recursive: true });
  return workspace;
}

function serverArguments(folder) {
  return [
    ...["--host", "127.0.0.1", "--port", options.port, "--without-connection-token"],
    ...["--accept-server-license-terms", "--telemetry-level", "off", "--disable-workspace-trust"],
    ...["--user-data-dir", path.join(folder, "user-data"), "--server-data-dir", path.join(folder, "server-data")],
    ...["--extensions-dir", path.join(folder, "extensions")],
  ];
}

/** Starts the server in a process group of its own, which ends with end() or with this process, however it ends. */
function startServer(command, log) {
  const child = spawn(process.execPath, [path.join(root, "scripts", "leash.mjs"), ...command], {
    // Without a gallery it looks for none.
    env: { ...process.env, EXTENSIONS_GALLERY: "{}" },
    detached: true,
    stdio: "pipe",
  });
  const file = fs.createWriteStream(log);
  let output = "";
  const port = new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        file.write(text);
        output += text;
        const match = /Extension host agent listening on (\d+)/.exec(output);
        if (match) resolve(match[1]);
      });
    }
    child.once("exit", () => {
      const isTaken = output.includes("EADDRINUSE");
      reject(new SetupError(isTaken ? `Port ${options.port} is in use.` : `VS Code did not start; ${log} says why.`));
    });
  });
  const ended = new Promise((resolve) => child.once("exit", resolve)).then(() => endGroup(child.pid));
  const end = () => signalGroup(child.pid, "SIGTERM");
  return { port, ended, end };
}

/** npm that is ended by a signal to it alone does not hand the signal on: its shell goes, and this process is left. */
function endWithNpm(end) {
  const parent = process.ppid;
  if (process.env["npm_lifecycle_event"]) setInterval(() => process.ppid !== parent && end(), 500).unref();
}

/** Waits until the group is empty; kills what is slow to end. */
async function endGroup(id) {
  for (let tries = 0; tries < 60 && signalGroup(id, 0); tries += 1) await delay(50);
  signalGroup(id, "SIGKILL");
}

/** Whether the group had a process left to receive it. */
function signalGroup(id, signal) {
  try {
    return process.kill(-id, signal);
  } catch {
    return false;
  }
}

function openOnDesktop(address) {
  const program = process.platform === "darwin" ? "open" : "xdg-open";
  const hasDesktop = process.platform === "darwin" || process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"];
  // Who has no such program still has the address.
  if (hasDesktop && !process.env["CI"]) spawn(program, [address], { stdio: "ignore" }).once("error", () => {});
}
