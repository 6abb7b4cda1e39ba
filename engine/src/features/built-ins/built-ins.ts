/**
 * The servers' built-in functions: how each is called and what it is for. The table is generated from the servers' help
 * tables by `scripts/built-ins/make-built-ins.ts`; which versions have a function is known to the analysis.
 */
import { availabilityOf } from '../../analysis/program/find-features';
import { functionFeatures } from '../../analysis/program/server-features';
import { printServer } from '../../analysis/program/print-server';
import type { Dialect, ServerVersion } from '../../syntax/dialect';
import { findWordId, isBuiltIn } from '../../syntax/vocabulary';
import table from './functions.json';

export interface BuiltIn {
  /** Upper case. */
  readonly name: string;
  /** The topic, as in `date and time`. */
  readonly group: string;
  /** One sentence. */
  readonly about: string;
  /** The ways to call it, the usual one first; optional parts are in brackets. */
  readonly forms: readonly [string, ...string[]];
  /** Says since when it is deprecated and what takes its place; null if it is not. */
  readonly deprecated: string | null;
  /** The version that brought it and the one that removed it, as in `since MySQL 8.0.4`; empty where always there. */
  readonly versions: string;
}

/** A function in the table. `of` has `m` if MySQL has it and `a` if MariaDB does; `own` are MariaDB's forms where they differ. */
export type Row = readonly [
  name: string,
  group: string,
  about: string,
  forms: readonly string[],
  of: string,
  own?: readonly string[],
  deprecated?: Readonly<Partial<Record<Dialect, readonly [since: number, instead: string]>>>,
];

// The type of an imported file is that of its literals, which lose the lengths of tuples.
const rows = table.functions as unknown as readonly Row[];

/** Returns the functions of a server in the order of their names. */
export function listBuiltIns(server: ServerVersion): readonly BuiltIn[] {
  return rows.filter(([name, , , , of]) => isThere(name, of, server)).map((row) => toBuiltIn(row, server));
}

/** Returns a function of the server by its name in any case; null if the server does not have it. */
export function findBuiltIn(name: string, server: ServerVersion): BuiltIn | null {
  const wanted = name.toUpperCase();
  const row = rows.find(([each]) => each === wanted);
  return row !== undefined && isThere(wanted, row[4], server) ? toBuiltIn(row, server) : null;
}

function isThere(name: string, of: string, server: ServerVersion): boolean {
  const feature = functionFeatures.get(name);
  if (feature !== undefined) return availabilityOf(feature, server) === 'there';
  return (
    of.includes(server.dialect === 'mysql' ? 'm' : 'a') ||
    isBuiltIn(findWordId(name), server.dialect, server.serverVersion)
  );
}

function toBuiltIn([name, group, about, shared, , own = [], deprecated = {}]: Row, server: ServerVersion): BuiltIn {
  const { dialect, serverVersion } = server;
  const [first = `${name}()`, ...others] = dialect === 'mariadb' && own.length > 0 ? own : shared;
  const [since = Infinity, instead = ''] = deprecated[dialect] ?? [];
  return {
    name,
    group,
    about,
    forms: [first, ...others],
    deprecated:
      serverVersion < since
        ? null
        : `Deprecated since ${printServer({ dialect, serverVersion: since })}. Use ${instead}.`,
    versions: printAvailability(name, dialect),
  };
}

function printAvailability(name: string, dialect: Dialect): string {
  const { since, until } = functionFeatures.get(name)?.[dialect] ?? {};
  const parts = [
    since === undefined ? '' : `since ${printServer({ dialect, serverVersion: since })}`,
    until === undefined ? '' : `removed in ${printServer({ dialect, serverVersion: until })}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
