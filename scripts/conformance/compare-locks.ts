/**
 * Compares the engine's references of stored programs with the locks that a server takes to use them. Nothing is
 * executed.
 */
import type { RoutineKind } from '../../engine/src/syntax/routine-kind';
import type { Dialect } from '../../engine/src/syntax/dialect';
import type { Reference } from '../../engine/src/syntax/nodes';
import { carry, type Locked } from './carriers';
import type { Judged } from './compare-texts';
import type { Judge } from './judge';
import { home, LockReader, qualify, systemSchemas, type Mentions } from './lock-reader';
import { readStatement } from './reader';
import { printCase, Tally } from './tally';

/** Functions of a component on MySQL 9.7: the server looks whether a stored one bears the name. */
const loadable = new Set(['md5', 'sha', 'sha1']);

/** A group of kinds that are counted together. */
interface Group {
  readonly topic: string;
  readonly kinds: readonly RoutineKind[];
  readonly goal: Readonly<Record<Dialect, number>>;
  readonly others: Readonly<Record<Dialect, string>>;
  /** The only server that has them. */
  readonly only?: Dialect;
}

const none = { mysql: 'none', mariadb: 'none' };
const groups: readonly Group[] = [
  {
    topic: 'routines',
    kinds: ['procedure', 'function'],
    goal: { mysql: 99.8, mariadb: 99.3 },
    others: { mysql: '99.75; 99.8', mariadb: '98.2' },
  },
  { topic: 'triggers', kinds: ['trigger'], goal: { mysql: 99.8, mariadb: 99.8 }, others: none },
  { topic: 'events', kinds: ['event'], goal: { mysql: 99.5, mariadb: 99.5 }, others: none },
  {
    topic: 'packages',
    kinds: ['package body'],
    goal: { mysql: 99, mariadb: 99 },
    others: none,
    only: 'mariadb',
  },
  { topic: 'views', kinds: ['view'], goal: { mysql: 99.8, mariadb: 99.8 }, others: none },
];

/** Makes every program that the server took, asks for its locks, and drops it again. By topic. */
export async function compareLocks(judge: Judge, judged: readonly Judged[]): Promise<Record<string, Tally>> {
  const reader = await LockReader.start(judge);
  const missed = new Tally({ title: 'missed calls and functions', goal: 0, others: '0; 1', counts: true });
  const tallies: Record<string, Tally> = {};
  for (const { topic, kinds, goal, others, only = judge.dialect } of groups) {
    if (only !== judge.dialect) continue;
    const mark = { goal: goal[judge.dialect], others: others[judge.dialect] };
    const exact = new Tally({ title: `of ${topic} mention what the server locks`, ...mark });
    for (const one of judged) if (isTaken(one)) await compareOne(reader, one, kinds, { exact, missed });
    tallies[`references-of-${topic}`] = exact;
  }
  await reader.stop();
  return { ...tallies, 'references-missed': missed };
}

/** ER_SP_DOES_NOT_EXIST: a package body was read completely, and its package is missing. */
const noPackage = 1305;

function isTaken({ verdict, sample }: Judged): boolean {
  if (verdict.kind !== 'other') return verdict.kind === 'accepted';
  return sample.kind === 'package body' && verdict.errno === noPackage;
}

async function compareOne(
  reader: LockReader,
  { sample, options }: Judged,
  kinds: readonly RoutineKind[],
  { exact, missed }: { readonly exact: Tally; readonly missed: Tally },
): Promise<void> {
  const [definition] = readStatement(sample.text, options).script?.definitions ?? [];
  if (definition === undefined || !kinds.includes(definition.kind)) return;
  const schema = definition.name.schema?.text ?? home;
  if (systemSchemas.has(schema.toLowerCase())) return;
  // Not all is taken: it may need more than stubs, a component, a plugin, another account.
  const locked = await carry(reader, { text: sample.text, options, definition }).catch(() => null);
  if (locked === null) return;
  const own = qualify(schema, (definition.trigger?.table ?? definition.name).name.text);
  // Names in a view belong to the current schema, whatever the view's own; routines of a package are created in it.
  const unqualified = definition.kind === 'view' || definition.kind === 'package body' ? home : schema;
  const { lost, differs } = compare(locked, { own, unqualified, text: sample.text });
  missed.add(lost === '', () => printCase(sample.place, lost, sample.text));
  exact.add(differs === '', () => printCase(sample.place, differs, sample.text));
}

interface Program {
  readonly text: string;
  /** The name of the program itself, which is not one of its references. */
  readonly own: string;
  /** The schema of unqualified names. */
  readonly unqualified: string;
}

function compare(
  { mentions, references }: Locked,
  { own, unqualified: schema, text }: Program,
): { readonly lost: string; readonly differs: string } {
  const found = collectMentions(references, schema);
  const stands = [own, inUtf8mb3(own), `${home}.calls_it`, qualify(schema, 'carried')];
  const known = new Set([...stands, ...[...loadable].map((name) => qualify(schema, name))]);
  const passing = findPassing(references, schema);
  const minus = (a: ReadonlySet<string>, b: ReadonlySet<string>): string[] =>
    [...a].filter((name) => !b.has(name) && !known.has(name) && !passing.has(name));
  const explain = (name: string): string => {
    const reference = references.find((one) => qualify(one.schema ?? schema, one.name) === name);
    return reference === undefined ? '' : findReason(text, reference);
  };
  const lost = minus(mentions.routines, found.routines);
  const missing = [...lost, ...minus(mentions.tables, found.tables)].map((name) => `missed ${name}`);
  const extra = [...minus(found.routines, mentions.routines), ...minus(found.tables, mentions.tables)];
  return {
    lost: lost.join(', '),
    differs: [...missing, ...extra.map((name) => `extra ${name}${explain(name)}`)].join(', '),
  };
}

/** Returns why the server does not lock a table that the program names; empty if unknown. */
function findReason(text: string, { span }: Reference): string {
  const before = text.slice(0, span.start);
  if (/\breferences\s*$/i.test(before)) return ' (a foreign key opens its table when it is made)';
  if (/\bdesc(?:ribe)?\s*$/i.test(before)) return ' (DESCRIBE opens its table when it runs)';
  if (/\b(?:columns|fields|index|indexes|keys)\s+(?:from|in)\s*$/i.test(before))
    return ' (SHOW opens its table when it runs)';
  if (/\bwith\b/i.test(before)) return ' (perhaps in a common table expression that nothing uses)';
  return '';
}

function collectMentions(references: readonly Reference[], own: string): Mentions {
  const outside = references.filter(
    ({ schema, verb }) => verb !== 'TYPE' && !systemSchemas.has((schema ?? own).toLowerCase()),
  );
  const of = (kinds: readonly Reference['kind'][]): Set<string> =>
    new Set(outside.filter(({ kind }) => kinds.includes(kind)).map((one) => nameAsWritten(one, own)));
  return { routines: of(['call', 'function']), tables: of(['read', 'write']) };
}

/** Returns the name as written: without its package, the words before the dots of a routine's call are a schema. */
function nameAsWritten({ schema, package: owner, name, span, nameSpan }: Reference, own: string): string {
  if (owner === null) return qualify(schema ?? own, name);
  if (schema !== null) return qualify(schema, `${owner}.${name}`);
  return qualify(span.start < nameSpan.start ? owner : own, name);
}

/** Returns the tables that the program itself creates or drops, which may or may not be locked. */
function findPassing(references: readonly Reference[], own: string): ReadonlySet<string> {
  const changed = references.filter(({ kind }) => kind === 'ddl' || kind === 'temporary');
  return new Set(changed.map(({ schema, name }) => qualify(schema ?? own, name)));
}

/** Returns a name as servers write it, in utf8mb3, and so without characters outside the Basic Multilingual Plane. */
function inUtf8mb3(name: string): string {
  return name.replace(/[\u{10000}-\u{10ffff}]/gu, '?');
}
