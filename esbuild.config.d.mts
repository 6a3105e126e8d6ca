import type { BuildOptions, BuildResult } from "esbuild";

export declare const entries: Readonly<Record<string, string>>;
export declare const wasmFiles: readonly string[];
export declare function bundle(
  entryPoints: Readonly<Record<string, string>> | readonly string[],
  outdir: string,
  options?: BuildOptions,
): Promise<BuildResult>;
