/** The way to put each kind of stored program onto a server so that an EXPLAIN locks what it uses. */
import type { ParserOptions } from '../../engine/src/syntax/dialect';
import type { Definition, Reference } from '../../engine/src/syntax/nodes';
import { readName } from '../../engine/src/syntax/literals';
import { home, qualify, quote, type LockReader, type Mentions } from './lock-reader';

/** A stored program to be carried. */
export interface Carried {
  readonly text: string;
  readonly options: ParserOptions;
  readonly definition: Definition;
}

/** The locks for a program, and those of its references that exist to be locked. */
export interface Locked {
  readonly mentions: Mentions;
  readonly references: readonly Reference[];
}

/** Returns null for kinds that cannot be used. Throws if the server rejects the program, or cannot explain its use. */
export async function carry(reader: LockReader, carried: Carried): Promise<Locked | null> {
  switch (carried.definition.kind) {
    case 'procedure':
    case 'function':
      return carryRoutine(reader, carried);
    case 'trigger':
      return carryTrigger(reader, carried);
    case 'event':
      return carryEvent(reader, carried);
    case 'view':
      return carryView(reader, carried);
    case 'package body':
      return carryPackage(reader, carried);
    default:
      return null;
  }
}

async function carryRoutine(reader: LockReader, { text, options, definition }: Carried): Promise<Locked> {
  const name = printName(definition);
  const drop = `DROP ${definition.kind} IF EXISTS ${name}`;
  try {
    await reader.drop(drop);
    await reader.make(text, options);
    const mentions = await explainUse(reader, name, definition);
    return { mentions, references: definition.references };
  } finally {
    await reader.drop(drop);
  }
}

async function explainUse(reader: LockReader, name: string, { kind, parameters }: Definition): Promise<Mentions> {
  if (kind === 'function') return reader.explain(`SELECT ${name}(${parameters.map(() => 'NULL').join()})`);
  const call = `CALL ${name}(${parameters.map(() => '@given').join()})`;
  await reader.drop(`DROP FUNCTION IF EXISTS ${home}.calls_it`);
  await reader.make(`CREATE FUNCTION ${home}.calls_it() RETURNS INT DETERMINISTIC BEGIN ${call}; RETURN 1; END`);
  return reader.explain(`SELECT ${home}.calls_it()`);
}

/** Carries a trigger, which a change of its table uses. */
async function carryTrigger(reader: LockReader, { text, options, definition }: Carried): Promise<Locked | null> {
  const { trigger } = definition;
  if (trigger === null) return null;
  await reader.clear();
  const schema = trigger.table.schema ?? definition.name.schema;
  const table = { ...trigger.table, schema };
  const name = `${quote(schema?.text ?? home)}.${quote(table.name.text)}`;
  try {
    await reader.make(`CREATE TABLE IF NOT EXISTS ${name} (stub INT)`);
    await reader.make(text, { ...options, tables: [table] });
    const changes = {
      insert: `INSERT INTO ${name} VALUES ()`,
      update: `UPDATE ${name} SET stub = 1`,
      delete: `DELETE FROM ${name}`,
    };
    const { routines, tables } = await reader.explain(changes[trigger.events[0] ?? 'insert']);
    return { mentions: { routines, tables }, references: definition.references };
  } finally {
    await reader.drop(`DROP TABLE IF EXISTS ${name}`);
  }
}

/** Carries an event, whose body runs as that of a procedure. */
async function carryEvent(reader: LockReader, { text, options, definition }: Carried): Promise<Locked | null> {
  const { body } = definition;
  if (body === null) return null;
  const name = `${quote(definition.name.schema?.text ?? home)}.carried`;
  const drop = `DROP PROCEDURE IF EXISTS ${name}`;
  try {
    await reader.make(`CREATE PROCEDURE ${name}() ${text.slice(body.start, body.end)}`, options);
    const mentions = await explainUse(reader, name, { ...definition, kind: 'procedure' });
    const references = definition.references.filter(({ span }) => span.start >= body.start && span.end <= body.end);
    return { mentions, references };
  } finally {
    await reader.drop(drop);
  }
}

async function carryView(reader: LockReader, { text, options, definition }: Carried): Promise<Locked> {
  await reader.clear();
  const name = printName(definition);
  const tables = definition.references.flatMap((reference) =>
    reference.kind === 'read' ? [asQualifiedName(reference)] : [],
  );
  try {
    await reader.make(text, { ...options, tables });
    const mentions = await reader.explain(`SELECT * FROM ${name}`);
    return { mentions, references: definition.references };
  } finally {
    await reader.drop(`DROP VIEW IF EXISTS ${name}`);
  }
}

/**
 * Carries a package. No lock shows what its routines use, so each is created separately, with the declarations of its
 * package.
 */
async function carryPackage(reader: LockReader, { text, options, definition }: Carried): Promise<Locked | null> {
  const { body, members } = definition;
  if (body === null) return null;
  const [declarations = ''] = text.slice(body.start, body.end).split(/\b(?:procedure|function)\b/i);
  const all: Locked[] = [];
  for (const member of members) {
    const locked = await carryMember(reader, { text, options, definition: member }, declarations).catch(() => null);
    if (locked !== null) all.push(locked);
  }
  const join = (of: (locked: Locked) => Iterable<string>): Set<string> => new Set(all.flatMap((one) => [...of(one)]));
  const mentions = { routines: join((one) => one.mentions.routines), tables: join((one) => one.mentions.tables) };
  return all.length === 0 ? null : { mentions, references: all.flatMap(({ references }) => references) };
}

async function carryMember(
  reader: LockReader,
  { text, options, definition }: Carried,
  declarations: string,
): Promise<Locked | null> {
  const { body, name: own, kind, references } = definition;
  if (body === null) return null;
  const written = text.slice(own.span.start, own.span.end);
  const drop = `DROP ${kind} IF EXISTS ${written}`;
  const head = `CREATE ${kind} ${written}${text.slice(own.span.end, body.start)}`;
  const [as, rest] = [text.slice(body.start, body.start + 2), text.slice(body.start + 2, body.end)];
  try {
    await reader.make(`${head} ${as} ${declarations} ${rest}`, options);
    const { routines, tables } = await explainUse(reader, `${home}.${written}`, definition);
    const others = [...routines].filter((name) => name !== qualify(home, readName(written)));
    return { mentions: { routines: new Set(others), tables }, references };
  } finally {
    await reader.drop(drop);
  }
}

function asQualifiedName({ schema, name, span, nameSpan }: Reference): Definition['name'] {
  return { schema: schema === null ? null : { text: schema, span }, name: { text: name, span: nameSpan }, span };
}

function printName({ name }: Definition): string {
  return `${quote(name.schema?.text ?? home)}.${quote(name.name.text)}`;
}
