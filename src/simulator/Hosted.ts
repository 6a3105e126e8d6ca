import type { Region } from "../ipam/regions.ts";

/** Things by id, and by the region that hosts them, each in the order they were added. */
export class Hosted<T extends { readonly id: string; readonly region: Region }> {
  readonly #byId = new Map<string, T>();
  readonly #byRegion = new Map<string, Map<string, T>>();

  get all(): readonly T[] {
    return [...this.#byId.values()];
  }

  in(region: string): readonly T[] {
    return [...(this.#byRegion.get(region)?.values() ?? [])];
  }

  get(id: string): T | undefined {
    return this.#byId.get(id);
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  add(thing: T): void {
    this.#byId.set(thing.id, thing);
    const hosted = this.#byRegion.get(thing.region) ?? new Map<string, T>();
    this.#byRegion.set(thing.region, hosted.set(thing.id, thing));
  }

  remove(id: string): void {
    const thing = this.#byId.get(id);
    this.#byId.delete(id);
    if (thing) this.#byRegion.get(thing.region)?.delete(id);
  }
}
