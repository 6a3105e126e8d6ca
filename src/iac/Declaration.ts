import type { Span } from "./Span.ts";
import type { Value } from "./Value.ts";

/** What is declared; `ipams` is the data source, `association` ROS's list of resources and targets of a share. */
export type DeclarationKind =
  | "ipam"
  | "discovery"
  | "share"
  | "sharedResource"
  | "sharedTarget"
  | "association"
  | "scope"
  | "ipams";

/** The properties that matter, by one name for all languages. */
export type Property =
  | "name"
  | "operatingRegions"
  | "resourceId"
  | "resourceType"
  | "shareId"
  | "targetId"
  | "resources"
  | "targets"
  | "ipamId"
  | "ids";

/** One block, resource or constructor call, in any language. Spans count from the start of its piece. */
export interface Declaration {
  readonly kind: DeclarationKind;
  /** Terraform's address without an index; ROS's logical id; Pulumi's resource name. */
  readonly address: string;
  /** The name its own file knows it by, where that is not the address: a variable of a Pulumi program. */
  readonly variable?: string;
  /** What the lens stands over: the first line of a block, the key of a resource, the name of a constructor. */
  readonly header: Span;
  readonly whole: Span;
  readonly properties: ReadonlyMap<Property, Value>;
  /** The provider it names; without one it has its language's default. */
  readonly provider?: string;
  readonly forEach?: Value;
  readonly count?: Value;
  /** Removal is refused by the tool as long as the declaration stands: prevent_destroy, protect. */
  readonly prevented: boolean;
  /** Removing the declaration leaves the resource alone: DeletionPolicy Retain, retainOnDelete. */
  readonly retained: boolean;
  /** Addresses it had before: Pulumi's aliases. */
  readonly formerAddresses: readonly string[];
  /** The id it is imported by, where the declaration itself says so. */
  readonly importId?: Value;
}
