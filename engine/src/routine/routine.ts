/** A stored program as Sproc thinks of it, whether a file says it or a live server: both are lowered to this. */
import type { RoutineKind } from '../syntax/routine-kind';
import type { ParserOptions } from '../syntax/dialect';
import type { Definition, Script } from '../syntax/nodes';
import type { Checksums } from './checksums';

/** Identity of a stored program. Compare with `identify`, never field by field. */
export interface RoutineKey {
  readonly schema: string;
  readonly kind: RoutineKind;
  readonly name: string;
}

/**
 * A string that is equal for equal routines: names of routines and events are compared without case, names of
 * triggers, views and schemas as written (MySQL manual, "Identifier Case Sensitivity", on Unix).
 */
export function identify(key: RoutineKey): string {
  const exact = key.kind === 'trigger' || key.kind === 'view';
  return `${key.kind} ${key.schema}.${exact ? key.name : key.name.toLowerCase()}`;
}

/** A package of MariaDB's ORACLE mode, or its body. */
export function isPackage(kind: RoutineKind): boolean {
  return kind === 'package' || kind === 'package body';
}

/** The key of a package's body, given the package's. */
export function bodyOf(key: RoutineKey): RoutineKey {
  return { ...key, kind: 'package body' };
}

/** `shop.place_order`, as people say it; the bare name where no schema is known (the empty one). */
export function printKey(key: RoutineKey): string {
  return key.schema === '' ? key.name : `${key.schema}.${key.name}`;
}

/** `procedure shop.place_order`, where the kind matters. */
export function printKindAndKey(key: RoutineKey): string {
  return `${key.kind} ${printKey(key)}`;
}

export interface Parameter {
  readonly mode: 'in' | 'out' | 'inout';
  readonly name: string;
  /** Normal form, see `normalType`. */
  readonly type: string;
}

/** What callers depend on. */
export interface Signature {
  readonly parameters: readonly Parameter[];
  readonly returns: string | null;
}

/** Characteristics with the defaults filled in (MySQL manual, CREATE PROCEDURE). */
export interface Characteristics {
  readonly comment: string;
  readonly language: string;
  readonly deterministic: boolean;
  readonly dataAccess: 'CONTAINS SQL' | 'NO SQL' | 'READS SQL DATA' | 'MODIFIES SQL DATA';
  readonly security: 'DEFINER' | 'INVOKER';
}

export interface Account {
  readonly user: string;
  /** Empty where MariaDB is told none: then it is a role, or else the account at any host. */
  readonly host: string;
}

/** Settings of the creating session that the server keeps with the routine; null where a source does not state them. */
export interface CreationModes {
  /** Upper case, sorted. */
  readonly sqlMode: readonly string[] | null;
  readonly characterSet: string | null;
  readonly collation: string | null;
}

/** What the text touches, names as resolved as far as the text alone allows (`schema.name`), without doubles, sorted. */
export interface Dependencies {
  readonly calls: readonly string[];
  readonly functions: readonly string[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

export interface Routine {
  readonly key: RoutineKey;
  readonly signature: Signature;
  readonly characteristics: Characteristics;
  /** Null where the source leaves it to whoever deploys. */
  readonly definer: Account | null;
  readonly modes: CreationModes;
  readonly dependencies: Dependencies;
  readonly parts: StoredParts;
  readonly checksums: Checksums;
  /** The CREATE statement as written, without its delimiter. */
  readonly text: string;
  /** Where it was read from: the script, the definition whose spans point into its text, and how it was read. */
  readonly origin: { readonly script: Script; readonly definition: Definition; readonly parserOptions: ParserOptions };
}

/** The pieces of a stored program as the server keeps them, byte for byte. */
export interface StoredParts {
  /** Between the parentheses, as written; null for kinds without a list. */
  readonly parameters: string | null;
  /** RETURNS in normal form; null for anything but a function. */
  readonly returns: StoredReturns | null;
  /** Normal form of what is between name and body of a trigger or an event, and of a view's check option; else empty. */
  readonly clause: string;
  /** Normal form of a view's algorithm and own column names, which a server writes in its own way; empty for other kinds. */
  readonly viewHead: string;
  /** The clause of an event taken apart, since some of it is not comparable. */
  readonly event: EventParts | null;
  /** An event's STARTS and status: null where a source leaves them to the server. */
  readonly starts: string | null;
  readonly eventStatus: string | null;
  /** From the first to the last token of the body. */
  readonly body: string;
}

export interface StoredReturns {
  readonly type: string;
  /** Null where not stated; then it is the schema's default. */
  readonly characterSet: string | null;
  readonly collation: string | null;
}

export interface EventParts {
  /** How many units lie between two runs, and when the last one may be: null where the server alone knows it. */
  readonly count: string | null;
  readonly ends: string | null;
  /** All else that the clause says. */
  readonly rest: string;
}
