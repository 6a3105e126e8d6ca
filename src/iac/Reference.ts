import type { Region } from "../ipam/regions.ts";
import type { TextRange } from "./TextRange.ts";

export type ReferenceKind = "ipam" | "discovery" | "association" | "share" | "sharedResource" | "sharedTarget";

/** An end of an association as a file names it: by id where one can be told, else by the address and name it has there. */
export interface NamedThing {
  readonly address?: string;
  readonly id?: string;
  readonly name?: string;
}

/** A place in a document that names something this extension knows about. */
export interface Reference {
  readonly kind: ReferenceKind;
  /** A declaration of it, a reference to such a declaration, or its id. */
  readonly form: "declaration" | "use" | "id";
  /** What a lens stands over or a hover lies on: the head of a declaration, the reference, the id without quotes. */
  readonly range: TextRange;
  /** All of a declaration. */
  readonly whole?: TextRange;
  readonly address?: string;
  readonly id?: string;
  readonly name?: string;
  readonly region?: Region;
  /** Its instances, where for_each or count make several. */
  readonly instances?: readonly NamedThing[];
  /** The discoveries that a share, or a part of one, shares. */
  readonly discoveries?: readonly NamedThing[];
  /** Whom a share, or a part of one, shares with: account ids, where they can be told. */
  readonly targets?: readonly string[];
  /** The IPAM whose default discovery this is: known by that alone. */
  readonly defaultOf?: NamedThing;
}
