/** The model of a stored program, to which files and live servers are both lowered. */
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
 * Returns a string that is equal for equal routines: names of routines and events ignore case; names of triggers, views
 * and schemas do not (MySQL manual, "Identifier Case Sensitivity", on Unix).
 */
export function identify(key: RoutineKey): string {
  return `${key.kind} ${key.schema}.${foldName(key.kind, key.name)}`;
}

/** Returns a name in the form in which names of that kind are compared. */
export function foldName(kind: RoutineKind, name: string): string {
  return kind === 'trigger' || kind === 'view' ? name : name.toLowerCase();
}

/** Returns true for a package of MariaDB's ORACLE mode, or its body. */
export function isPackage(kind: RoutineKind): boolean {
  return kind === 'package' || kind === 'package body';
}

/** Returns the key of a package's body, given the package's. */
export function bodyOf(key: RoutineKey): RoutineKey {
  return { ...key, kind: 'package body' };
}

/** Returns a key as people write it, `shop.place_order`; the bare name if the schema is unknown (empty). */
export function printKey(key: RoutineKey): string {
  return key.schema === '' ? key.name : `${key.schema}.${key.name}`;
}

/** Returns `procedure shop.place_order`, where the kind matters. */
export function printKindAndKey(key: RoutineKey): string {
  return `${key.kind} ${printKey(key)}`;
}

export interface Parameter {
  readonly mode: 'in' | 'out' | 'inout';
  readonly name: string;
  /** Normal form, see `normalType`. */
  readonly type: string;
  /** The character set and the collation; absent if not stated, which means the schema's defaults. */
  readonly characterSet?: string;
  readonly collation?: string;
}

/** The parts of a routine on which callers depend. */
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
  /** The host; empty if MariaDB is given none: then it is a role, or otherwise the account at any host. */
  readonly host: string;
}

/** Settings of the creating session that the server keeps with the routine; null where a source does not state them. */
export interface CreationModes {
  /** Upper case, sorted. */
  readonly sqlMode: readonly string[] | null;
  readonly characterSet: string | null;
  readonly collation: string | null;
  /** The time zone of an event; absent for other kinds. */
  readonly timeZone?: string;
}

/**
 * The objects that the text uses, sorted and without duplicates. Names are resolved as far as the text alone allows
 * (`schema.name`).
 */
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
  /** The definer; null if the source leaves it to the deploying account. */
  readonly definer: Account | null;
  readonly modes: CreationModes;
  readonly dependencies: Dependencies;
  readonly parts: StoredParts;
  readonly checksums: Checksums;
  /** The CREATE statement as written, without its delimiter. */
  readonly text: string;
  /**
   * The source: the script, the definition whose spans point into its text, and the options with which it was parsed.
   */
  readonly origin: { readonly script: Script; readonly definition: Definition; readonly parserOptions: ParserOptions };
}

/** The pieces of a stored program as the server keeps them, byte for byte. */
export interface StoredParts {
  /** The text between the parentheses, as written; null for kinds without a list. */
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
  /** The order of a trigger; null for other kinds, and for a text that does not state it. */
  readonly order: TriggerOrder | null;
  /** The text from the first to the last token of the body. */
  readonly body: string;
  /** True for a live routine of a server that treats names of tables without regard to case; not hashed. */
  readonly foldsNames?: boolean;
}

export interface StoredReturns {
  readonly type: string;
  /** The character set; null if not stated, which means the schema's default. */
  readonly characterSet: string | null;
  readonly collation: string | null;
}

export interface EventParts {
  /** The number of units between two runs, and the end; null if only the server knows it. */
  readonly count: string | null;
  readonly ends: string | null;
  /** The unit of EVERY; empty for AT. */
  readonly unit: string;
  /** The rest of the clause. */
  readonly rest: string;
  /** The whole schedule as written, without formatting. */
  readonly schedule: string;
  /** The expression of AT or STARTS whose value only the server knows; null for a literal, and for none. */
  readonly startsExpression: string | null;
  /** True on a server whose clock has passed its last moment. */
  readonly isOver?: true;
}

/** The neighbours of a trigger of the same table, moment and event, by name. */
export interface TriggerOrder {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** True if these are all of them, as on a server; false for the one that FOLLOWS or PRECEDES names. */
  readonly isComplete: boolean;
}
