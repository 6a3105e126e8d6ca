import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { runtimeMessages } from "../../support/runtimeMessages.ts";

const file = path.resolve(import.meta.dirname, "../../../l10n/bundle.l10n.zh-cn.json");
const chinese: Readonly<Record<string, string>> = JSON.parse(readFileSync(file, "utf8"));
const messages = [...runtimeMessages()];

describe("The runtime messages", () => {
  it("are found in the code", () => {
    expect(messages).toEqual(
      expect.arrayContaining(["Dry Run", "The keychain is locked.", "Wait a little and try again."]),
    );
  });

  it("are all there in Chinese", () => {
    expect(messages.filter((message) => !chinese[message])).toEqual([]);
  });

  it("are all that there is in Chinese", () => {
    expect(Object.keys(chinese).filter((message) => !messages.includes(message))).toEqual([]);
  });

  it("keep their placeholders in Chinese", () => {
    const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
    for (const message of messages)
      expect(placeholders(chinese[message] ?? ""), message).toEqual(placeholders(message));
  });
});
