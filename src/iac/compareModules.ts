import { Comparison } from "./Comparison.ts";
import { defaultDiscoveries } from "./defaultDiscoveries.ts";
import type { Finding } from "./Finding.ts";
import type { Module } from "./Module.ts";

/**
 * What applying a module would do to associations, compared with how it stood before. Declarations are told apart by their
 * addresses, so where and how they are written makes no difference.
 */
export function compareModules(base: Module, now: Module): readonly Finding[] {
  return [...new Comparison(base, now).findings(), ...defaultDiscoveries(now)];
}
