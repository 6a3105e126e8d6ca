import type { Instance } from "./Instance.ts";
import type { Module } from "./Module.ts";
import type { NamedThing } from "./Reference.ts";
import type { Resource } from "./Resource.ts";

/** What a declaration, or one instance of it, is known by. */
export function namedThing(module: Module, resource: Resource, instance?: Instance): NamedThing {
  const address = instance?.address ?? resource.declaration.address;
  const id = module.idOf(address);
  const name = module.text(resource, "name", instance);
  return { address, ...(id !== undefined && { id }), ...(name !== undefined && { name }) };
}
