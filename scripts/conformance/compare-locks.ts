/** What the engine finds a routine to mention, held against what MySQL locks to EXPLAIN a call of it. Nothing is executed. */
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import type { Definition } from '../../engine/src/syntax/nodes';
import type { Judged } from './compare-texts';
import type { Judge } from './judge';
import { readStatement } from './reader';
import { printCase, Tally } from './tally';

export interface LockTallies {
  readonly exact: Tally;
  readonly missed: Tally;
}

/** Names in lower case, with their schema where it is not that of the routine. */
interface Mentions {
  readonly routines: ReadonlySet<string>;
  readonly tables: ReadonlySet<string>;
}

const home = 'conformance';
/** What the server keeps for itself: EXPLAIN drags in its views' tables. */
const systemSchemas = new Set(['mysql', 'sys', 'information_schema', 'performance_schema']);
/** Functions of a component on MySQL 9.7: the server looks whether a stored one bears the name. */
const loadable = new Set(['md5', 'sha', 'sha1']);

/** Creates every routine that the server took, and drops it again. */
export async function compareLocks(judge: Judge, judged: readonly Judged[]): Promise<LockTallies> {
  const title = 'of routines mention what the server locks';
  const exact = new Tally({ title, goal: 99.8, others: '99.75; 99.8' });
  const missed = new Tally({ title: 'missed calls and functions', goal: 0, others: '0; 1', counts: true });
  const connection = await prepare(judge);
  for (const { sample, options, verdict } of judged) {
    if (verdict.kind !== 'accepted' || (sample.kind !== 'procedure' && sample.kind !== 'function')) continue;
    const [definition] = readStatement(sample.text, options).script?.definitions ?? [];
    if (definition === undefined) continue;
    const locked = await askForLocks(connection, sample.text, options.sqlMode, definition);
    if (locked === null) continue;
    const found = collectMentions(definition);
    const lost = [...locked.routines].filter((name) => !found.routines.has(name));
    missed.add(lost.length === 0, () => printCase(sample.place, lost.join(', '), sample.text));
    const differs = describeDifference(locked, found, definition);
    exact.add(differs === '', () => printCase(sample.place, differs, sample.text));
  }
  await connection.end();
  return { exact, missed };
}

async function prepare(judge: Judge): Promise<Connection> {
  const connection = await createConnection(judge.server.connection({ flags: ['-IGNORE_SPACE'] }));
  await connection.query('SET foreign_key_checks = 0, lock_wait_timeout = 3, max_execution_time = 5000');
  await connection.query(`CREATE DATABASE IF NOT EXISTS ${home}`);
  return connection;
}

/** What the server locks for a call; null where the routine cannot be created or called here. */
async function askForLocks(
  connection: Connection,
  text: string,
  sqlMode: readonly string[],
  definition: Definition,
): Promise<Mentions | null> {
  const schema = definition.name.schema?.text ?? home;
  if (systemSchemas.has(schema.toLowerCase())) return null;
  const name = `${quote(schema)}.${quote(definition.name.name.text)}`;
  const drop = `DROP ${definition.kind} IF EXISTS ${name}`;
  try {
    await connection.query(`CREATE DATABASE IF NOT EXISTS ${quote(schema)}`);
    await connection.query(`USE ${home}`);
    await connection.query('SET sql_mode = ?', [sqlMode.join(',')]);
    await connection.query(drop);
    await connection.query(text);
    await connection.query('SET sql_mode = DEFAULT');
    const call = await writeCall(connection, name, definition);
    return await readLocks(connection, call, definition);
  } catch {
    return null; // it needs more than stub tables: a component, a plugin, another account
  } finally {
    await connection.query('ROLLBACK');
    await connection.query(drop);
  }
}

async function writeCall(connection: Connection, name: string, { kind, parameters }: Definition): Promise<string> {
  if (kind === 'function') return `EXPLAIN SELECT ${name}(${parameters.map(() => 'NULL').join()})`;
  const call = `CALL ${name}(${parameters.map(() => '@given').join()})`;
  await connection.query(`DROP FUNCTION IF EXISTS ${home}.calls_it`);
  await connection.query(`CREATE FUNCTION ${home}.calls_it() RETURNS INT DETERMINISTIC BEGIN ${call}; RETURN 1; END`);
  return `EXPLAIN SELECT ${home}.calls_it()`;
}

interface LockRow extends RowDataPacket {
  readonly kind: string;
  readonly schema: string;
  readonly name: string;
}

async function readLocks(connection: Connection, call: string, definition: Definition): Promise<Mentions> {
  await explainWithStubs(connection, call);
  const [rows] = await connection.query<LockRow[]>(
    'SELECT object_type AS `kind`, object_schema AS `schema`, object_name AS `name`' +
      ' FROM performance_schema.metadata_locks WHERE owner_thread_id = ps_current_thread_id()',
  );
  const own = definition.name.schema?.text ?? home;
  const of = (kinds: readonly string[]): Set<string> =>
    new Set(
      rows
        .filter(({ kind, schema }) => kinds.includes(kind) && !systemSchemas.has(schema.toLowerCase()))
        .map(({ schema, name }) => qualify(schema, name, own)),
    );
  const routines = of(['PROCEDURE', 'FUNCTION']);
  routines.delete(`${home}.calls_it`);
  routines.delete('calls_it');
  // The server writes names in utf8mb3.
  routines.delete(definition.name.name.text.toLowerCase().replace(/[\u{10000}-\u{10ffff}]/gu, '?'));
  for (const name of loadable) routines.delete(name);
  return { routines, tables: of(['TABLE']) };
}

/** Tables that are missing are made, empty, until the call can be explained. */
async function explainWithStubs(connection: Connection, call: string): Promise<void> {
  for (let attempt = 0; attempt < 80; attempt++) {
    try {
      await connection.query('START TRANSACTION');
      await connection.query(call);
      return;
    } catch (problem) {
      const { errno, message } = problem as { readonly errno?: number; readonly message: string };
      await connection.query('ROLLBACK');
      const [, schema, table] = /Table '([^']*?)\.([^']*)' doesn't exist/.exec(message) ?? [];
      if (errno !== 1146 || schema === undefined || table === undefined) throw problem;
      await connection.query(`CREATE DATABASE IF NOT EXISTS ${quote(schema)}`);
      await connection.query(`CREATE TABLE ${quote(schema)}.${quote(table)} (stub INT)`);
    }
  }
  throw new Error('one table after the other is missing');
}

function collectMentions(definition: Definition): Mentions {
  const own = definition.name.schema?.text ?? home;
  const outside = definition.references.filter(({ schema }) => !systemSchemas.has((schema ?? '').toLowerCase()));
  const of = (kinds: readonly string[]): Set<string> =>
    new Set(
      outside.filter(({ kind }) => kinds.includes(kind)).map(({ schema, name }) => qualify(schema ?? own, name, own)),
    );
  const routines = of(['call', 'function']);
  routines.delete(definition.name.name.text.toLowerCase());
  return { routines, tables: of(['read', 'write']) };
}

/** Tables that the routine itself creates or drops are locked or not as the server likes. */
function describeDifference(locked: Mentions, found: Mentions, definition: Definition): string {
  const passing = new Set(
    definition.references
      .filter(({ kind }) => kind === 'ddl' || kind === 'temporary')
      .map(({ name }) => name.toLowerCase()),
  );
  const minus = (a: ReadonlySet<string>, b: ReadonlySet<string>): string[] =>
    [...a].filter((name) => !b.has(name) && !passing.has(name.replace(/^.*\./, '')));
  const missing = [...minus(locked.routines, found.routines), ...minus(locked.tables, found.tables)];
  const extra = [...minus(found.routines, locked.routines), ...minus(found.tables, locked.tables)];
  return [...missing.map((name) => `missed ${name}`), ...extra.map((name) => `extra ${name}`)].join(', ');
}

function qualify(schema: string, name: string, own: string): string {
  return (schema.toLowerCase() === own.toLowerCase() ? name : `${schema}.${name}`).toLowerCase();
}

function quote(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
