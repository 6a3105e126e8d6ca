import * as vscode from "vscode";
import { limits } from "../../iac/limits.ts";
import { planTextFault } from "../../iac/plan/planTextFault.ts";
import { PlanFileFault } from "./PlanFileFault.ts";

/** Bytes that are decoded in one go: a few milliseconds. */
const chunk = 4_000_000;

/**
 * The text of a plan, through the editor, since the file may be on another machine than this program.
 * @throws PlanFileFault when it is not the JSON of a plan
 */
export async function readPlanText(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  const text = open?.isDirty || open?.isUntitled ? open.getText() : await decode(await bytesOf(uri));
  const fault = text.length > limits.plan ? "tooLarge" : planTextFault(text);
  if (fault) throw new PlanFileFault(fault);
  return text;
}

async function bytesOf(uri: vscode.Uri): Promise<Uint8Array> {
  try {
    // Two bytes a character at most, as PowerShell writes them.
    if ((await vscode.workspace.fs.stat(uri)).size > 2 * limits.plan) throw new PlanFileFault("tooLarge");
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    if (error instanceof PlanFileFault) throw error;
    throw new PlanFileFault("unreadable", { cause: error });
  }
}

/** Windows PowerShell writes what is redirected into a file as UTF-16. */
async function decode(bytes: Uint8Array): Promise<string> {
  const decoder = new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8");
  let text = "";
  for (let start = 0; start < bytes.length; start += chunk) {
    text += decoder.decode(bytes.subarray(start, start + chunk), { stream: true });
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return text + decoder.decode();
}
