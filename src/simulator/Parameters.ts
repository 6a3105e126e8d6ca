import { ApiFault } from "./ApiFault.ts";

/** A tag to filter by; without a value, any value will do. */
export interface TagFilter {
  readonly key: string;
  readonly value: string | undefined;
}

/** The parameters of a request, checked as they are read; what nobody read was unknown. */
export class Parameters {
  readonly #values: ReadonlyMap<string, string>;
  readonly #read = new Set<string>();

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  /** @param missing what the code says before the name when the value is missing; some actions have a family of their own */
  required(name: string, missing = "Missing"): string {
    if (!this.#values.get(name)) {
      throw new ApiFault(400, `${missing}${name}`, `${name} is mandatory for this action.`);
    }
    return this.text(name) ?? "";
  }

  /** An empty value is refused: it is what a client sends that forgot to leave an absent one out. */
  text(name: string, most = Number.POSITIVE_INFINITY): string | undefined {
    this.#read.add(name);
    const value = this.#values.get(name);
    if (value === "" || (value !== undefined && value.length > most)) throw invalid(name);
    return value;
  }

  boolean(name: string): boolean | undefined {
    const word = this.oneOf(name, ["true", "false"]);
    return word === undefined ? undefined : word === "true";
  }

  integer(name: string, least: number, most: number, otherwise: number): number {
    const value = this.text(name);
    if (value === undefined) return otherwise;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) throw invalid(name);
    return number;
  }

  oneOf<T extends string>(name: string, words: readonly T[]): T | undefined {
    const value = this.text(name);
    const word = words.find((candidate) => candidate === value);
    if (value !== undefined && word === undefined) throw invalid(name);
    return word;
  }

  /** An array in the form Name.1, Name.2 and so on, without gaps. */
  list(name: string, most: number): readonly string[] {
    const values: string[] = [];
    for (let value = this.text(`${name}.1`); value !== undefined; value = this.text(`${name}.${values.length + 1}`)) {
      values.push(value);
    }
    if (values.length > most) throw invalid(name);
    return values;
  }

  /** An array of tags in the form Tags.1.Key, Tags.1.Value and so on, without gaps. */
  tags(name: string, most = 20): readonly TagFilter[] {
    const tags: TagFilter[] = [];
    for (let key = this.text(`${name}.1.Key`); key !== undefined; key = this.text(`${name}.${tags.length + 1}.Key`)) {
      tags.push({ key, value: this.text(`${name}.${tags.length + 1}.Value`) });
    }
    if (tags.length > most) throw invalid(name);
    return tags;
  }

  /** A token for the next page. An empty one stands for the first page. */
  nextToken(): string | undefined {
    this.#read.add("NextToken");
    return this.#values.get("NextToken") || undefined;
  }

  /** Ours alone: the service may pass over parameters it does not know; here a slip in a name is worth an answer. */
  refuseUnknown(): void {
    const unknown = [...this.#values.keys()].find((name) => !this.#read.has(name));
    if (unknown !== undefined) throw invalid(unknown);
  }

  /** What was asked for, whichever page of it. */
  get query(): string {
    const paging = new Set(["MaxResults", "NextToken"]);
    return JSON.stringify([...this.#values].filter(([name]) => !paging.has(name)).sort());
  }
}

function invalid(name: string): ApiFault {
  return new ApiFault(400, "InvalidParameter", `The specified parameter ${name} is not valid.`);
}
