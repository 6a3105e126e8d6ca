import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          // The SDK is CommonJS: its default import is module.exports, as for Node and for the bundle.
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
