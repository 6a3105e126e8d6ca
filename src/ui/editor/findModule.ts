import * as vscode from "vscode";
import type { ModulePlace } from "./ModulePlace.ts";
import { moduleFileNames } from "./moduleFileNames.ts";

/** Directories above a file in which its Pulumi project is looked for. */
const mostSteps = 8;

const ofPulumi = /\.(?:[cm]?[jt]sx?|py|ya?ml)$/;
const ofRos = /^\s*["']?ROSTemplateFormatVersion\b/m;

/** The module a document belongs to: its directory, the directory of its Pulumi project, or itself alone. */
export async function findModule(document: vscode.TextDocument): Promise<ModulePlace> {
  const { uri } = document;
  const alone = { kind: "file", key: `file ${uri}`, uri } as const;
  if (uri.scheme === "untitled") return alone;
  if (moduleFileNames.terraform.pattern.test(uri.path)) {
    const directory = parentOf(uri);
    return { kind: "terraform", key: `terraform ${directory}`, directory };
  }
  if (!ofPulumi.test(uri.path) || isRosTemplate(document)) return alone;
  const directory = await projectOf(uri);
  return directory ? { kind: "pulumi", key: `pulumi ${directory}`, directory } : alone;
}

/** ROS says so at the beginning of a template. */
function isRosTemplate(document: vscode.TextDocument): boolean {
  return /\.ya?ml$/.test(document.uri.path) && ofRos.test(document.getText(new vscode.Range(0, 0, 100, 0)));
}

/** The nearest directory with a `Pulumi.yaml`, within the folder that is open. */
async function projectOf(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  if (!folder) return undefined;
  let directory = parentOf(uri);
  for (let step = 0; step < mostSteps && isWithin(directory, folder); step += 1) {
    for (const name of ["Pulumi.yaml", "Pulumi.yml"]) {
      if (await exists(vscode.Uri.joinPath(directory, name))) return directory;
    }
    const above = parentOf(directory);
    if (above.path === directory.path) break;
    directory = above;
  }
  return undefined;
}

function isWithin(directory: vscode.Uri, folder: vscode.Uri): boolean {
  return directory.path === folder.path || directory.path.startsWith(folder.path.replace(/\/?$/, "/"));
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

function parentOf(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(uri, "..");
}
