import { defineConfig } from "vitest/config";

const simulated = "test/unit/simulation/simulate.test.ts";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          exclude: [simulated],
          // The SDK is CommonJS: its default import is module.exports, as for Node and for the bundle.
          deps: { interopDefault: false },
        },
      },
      {
        // Apart from the others, as its histories take both processors of a small machine. Two mistakes are looked for at a time.
        test: {
          name: "simulation",
          include: [simulated],
          sequence: { groupOrder: 1 },
          maxConcurrency: 2,
          deps: { interopDefault: false },
        },
      },
      {
        // Two browsers at a time, each with a VS Code of its own: most of a test is waiting for something to be drawn.
        test: {
          name: "ui",
          include: ["test/ui/**/*.test.ts"],
          maxWorkers: 2,
          deps: { interopDefault: false },
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
