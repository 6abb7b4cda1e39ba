/** The request and the answer of `graph` (docs/formats/command-line.md). */
import type { Advice } from '../../base/advice';
import type { RoutineKind } from '../../syntax/routine-kind';

export interface GraphRequest {
  readonly routines?: readonly string[];
  readonly direction?: 'callers' | 'callees' | 'both';
  readonly depth?: number;
  /** `orders.total` or `shop.orders.total`: only the routines that read or write it. */
  readonly column?: string;
  /** The environment whose live schema determines the table of an unqualified column. */
  readonly environment?: string;
  /** The environment whose server is asked what the routines use. */
  readonly confirm?: string;
}

export interface GraphNode {
  /**
   * The node's name, as in `shop.place_order`; preceded by its kind if, for example, a routine and a table share it.
   */
  readonly id: string;
  readonly kind: RoutineKind | 'table';
  readonly schema: string | null;
  readonly name: string;
  /** The file; null if no file defines it. */
  readonly file: string | null;
  readonly line: number | null;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'call' | 'function' | 'read' | 'write';
  readonly certainty: 'certain' | 'possible' | 'unknown';
  readonly file: string;
  readonly line: number;
}

/** A place where a routine reads or writes the column, with `--column`. */
export interface ColumnUse {
  readonly routine: string;
  readonly kind: RoutineKind;
  /** `shop.orders.total`. */
  readonly column: string;
  /** Unknown where the certainty is. */
  readonly access: 'read' | 'write' | 'unknown';
  /**
   * The certainty; `possible` if the name may belong to another table, `unknown` if the statement could not be read.
   */
  readonly certainty: 'certain' | 'possible' | 'unknown';
  readonly file: string;
  readonly line: number;
}

export interface GraphAnswer {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Each a path of ids whose last is called by none but leads to the first again: `[a, b, c, a]`. */
  readonly cycles: readonly (readonly string[])[];
  /** Deployment order: callees first. */
  readonly order: readonly string[];
  /** The uses with `--column`, by file and position; nodes and edges are then those of the routines named here. */
  readonly uses?: readonly ColumnUse[];
  /** The comparison with a live server, with `--confirm`. */
  readonly confirmed?: Confirmation;
}

/** A name that a routine uses, as servers report it in their locks, where a view is a table. */
export interface ConfirmedName {
  readonly routine: string;
  readonly kind: 'procedure' | 'function' | 'table';
  readonly name: string;
}

/** The comparison of the locks of a live server for each routine with the routine's live text. */
export interface Confirmation {
  readonly environment: string;
  /** The number of routines for which the server was asked, and of the uses in their closures that both know. */
  readonly routines: number;
  readonly edges: number;
  readonly differences: readonly (ConfirmedName & { readonly only: 'text' | 'server' })[];
  /** The names that are used, but do not exist or are not shown to the account. */
  readonly missing: readonly ConfirmedName[];
  /** Dynamic SQL, which no server locks before it runs; kind and name are null where its text is not known. */
  readonly dynamic: readonly {
    readonly routine: string;
    readonly kind: ConfirmedName['kind'] | null;
    readonly name: string | null;
    readonly certainty: 'certain' | 'possible' | 'unknown';
  }[];
  readonly unasked: readonly { readonly routine: string; readonly why: Advice }[];
}
