import { readdirSync, readFileSync } from "node:fs";
import { filesBelow } from "./filesBelow.ts";

/**
 * Where one of the secrets stands, in a file below a folder or in the arguments of a process of this machine: as it is,
 * in base64 wherever it starts, percent-encoded, in hex, and each of them in UTF-8 and UTF-16. Databases are read as
 * bytes like any other file.
 */
export function secretTraces(folder: string, secrets: readonly string[]): readonly string[] {
  const forms = secrets.flatMap(formsOf);
  return [...filesBelow(folder), ...argumentFiles()].filter((file) => {
    const bytes = read(file);
    return forms.some((form) => bytes.includes(form));
  });
}

/** The processes of this machine that name a folder in their arguments, as a count for a test to see that it met any. */
export function processesNaming(folder: string): number {
  return argumentFiles().filter((file) => read(file).includes(folder)).length;
}

function formsOf(secret: string): readonly Buffer[] {
  const texts = [
    secret,
    encodeURIComponent(secret),
    [...Buffer.from(secret)].map((byte) => `%${byte.toString(16)}`).join(""),
    Buffer.from(secret).toString("hex"),
    ...[0, 1, 2].flatMap((shift) => base64Within(secret, shift)),
  ];
  return [...new Set(texts)].flatMap((text) => [Buffer.from(text, "utf8"), Buffer.from(text, "utf16le")]);
}

/** The part of the base64 of a longer text that the secret alone decides, when it starts at that place within three. */
function base64Within(secret: string, shift: number): readonly string[] {
  const code = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]).toString("base64");
  const part = code.replace(/=+$/, "").slice(shift === 0 ? 0 : shift + 1, -2);
  return [part, part.replaceAll("+", "-").replaceAll("/", "_")];
}

function argumentFiles(): readonly string[] {
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return ids.map((id) => `/proc/${id}/cmdline`);
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    // A process has ended, or a file was a draft.
    return Buffer.alloc(0);
  }
}
