import type { ModulePlace } from "./ModulePlace.ts";

/** The names of the files that belong to a module, and the same as a glob below its directory. */
export const moduleFileNames = {
  terraform: { pattern: /\.(?:tf|tofu)(?:\.json)?$/, glob: "*.{tf,tofu,tf.json,tofu.json}" },
  pulumi: {
    pattern: /^Pulumi(?:\.[\w.-]+)?\.ya?ml$|\.(?:[cm]?[jt]s|py)$/,
    glob: "**/*.{yaml,yml,ts,mts,cts,js,mjs,cjs,py}",
  },
} as const satisfies Readonly<Record<Exclude<ModulePlace["kind"], "file">, unknown>>;
