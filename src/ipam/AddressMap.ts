/** A part of the address space, drawn as rows of equal size. All places and widths are shares of their row, 0 to 1. */
export interface AddressMap {
  readonly sections: readonly MapSection[];
}

/** What one supernet holds. */
export interface MapSection {
  /** Such as 10.0.0.0/8. */
  readonly cidr: string;
  readonly space: AddressSpace;
  /** CIDR blocks of VPCs in it. */
  readonly vpcBlocks: number;
  /** Share of its addresses that lie in a VPC. */
  readonly allocated: number;
  /** Where in the whole of it something is. */
  readonly overview: readonly Span[];
  readonly rows: readonly MapRow[];
}

/** Which kind of addresses a supernet has: of RFC 1918, of RFC 6598, of RFC 4193, or any other. */
export type AddressSpace = "private" | "shared" | "uniqueLocal" | "other";

export interface Span {
  readonly at: number;
  readonly width: number;
}

export type MapRow =
  | {
      readonly kind: "used";
      readonly cidr: string;
      readonly ticks: readonly { readonly at: number; readonly label: string }[];
      /** What overlaps lies in lanes one below the other. */
      readonly lanes: number;
      readonly pieces: readonly MapPiece[];
    }
  /** Addresses between two rows, in which nothing was found. */
  | { readonly kind: "gap"; readonly first: string; readonly last: string };

export type MapPiece = Span & { readonly lane: number } & (
    | {
        readonly kind: "block";
        /** Place in the list of blocks. */
        readonly block: number;
        /** Where in the row another VPC has the same addresses. */
        readonly overlaps: readonly Span[];
        /** vSwitches in it that are wide enough to be seen. */
        readonly inner: readonly (Span & { readonly block: number })[];
      }
    /** Blocks too small to be drawn one by one, or too many for the lanes. */
    | {
        readonly kind: "cluster";
        readonly cidr: string;
        readonly blocks: readonly number[];
        /** Share of its addresses that the blocks have, 0 to 1. */
        readonly filled: number;
      }
  );
