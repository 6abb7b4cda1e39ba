/** What `graph` is asked, and what it answers (docs/formats/command-line.md). */
import type { RoutineKind } from '../../syntax/routine-kind';

export interface GraphRequest {
  readonly routines?: readonly string[];
  readonly direction?: 'callers' | 'callees' | 'both';
  readonly depth?: number;
  /** `orders.total` or `shop.orders.total`: only the routines that read or write it. */
  readonly column?: string;
  /** Whose live schema says which table an unqualified column belongs to. */
  readonly environment?: string;
  /** The environment whose server is asked what the routines use. */
  readonly confirm?: string;
}

export interface GraphNode {
  /** `shop.place_order`; with its kind in front where a routine and a table, say, share the name. */
  readonly id: string;
  readonly kind: RoutineKind | 'table';
  readonly schema: string | null;
  readonly name: string;
  /** Null where no file defines it. */
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

/** With `--column`: one place where a routine reads or writes the column. */
export interface ColumnUse {
  readonly routine: string;
  readonly kind: RoutineKind;
  /** `shop.orders.total`. */
  readonly column: string;
  /** Unknown where the certainty is. */
  readonly access: 'read' | 'write' | 'unknown';
  /** Possible: the name stands there and may belong to another table. Unknown: the statement could not be read. */
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
  /** With `--column`, by file and place; nodes and edges are then those of the routines named here. */
  readonly uses?: readonly ColumnUse[];
  /** With `--confirm`: what a live server says of the routines. */
  readonly confirmed?: Confirmation;
}

/** A name that a routine uses, as servers tell their locks: a view is a table there. */
export interface ConfirmedName {
  readonly routine: string;
  readonly kind: 'procedure' | 'function' | 'table';
  readonly name: string;
}

/** What a live server locks for each routine, against what the routine's live text says. */
export interface Confirmation {
  readonly environment: string;
  /** How many routines the server was asked for, and how many uses in their closures both know. */
  readonly routines: number;
  readonly edges: number;
  readonly differences: readonly (ConfirmedName & { readonly only: 'text' | 'server' })[];
  /** Used, but not there or not shown to the account. */
  readonly missing: readonly ConfirmedName[];
  /** Dynamic SQL, which no server locks before it runs; kind and name are null where its text is not known. */
  readonly dynamic: readonly {
    readonly routine: string;
    readonly kind: ConfirmedName['kind'] | null;
    readonly name: string | null;
    readonly certainty: 'certain' | 'possible' | 'unknown';
  }[];
  readonly unasked: readonly { readonly routine: string; readonly why: string }[];
}
