/**
 * Writes the table of built-in functions that completion, hover and signature help show:
 * `npx tsx scripts/built-ins/make-built-ins.ts`. The forms of a call come from the help tables of the throwaway servers,
 * the sentences from `descriptions.txt`, and each server is asked whether it has the function.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createConnection, type Connection } from 'mysql2/promise';
import type { Row } from '../../engine/src/features/built-ins/built-ins';
import { repositoryPath } from '../repository';
import { flavors, type Flavor } from '../servers/flavor';
import { ThrowawayServer } from '../servers/throwaway-server';
import { readDescriptions, type Description } from './read-descriptions';
import { readMariaDbHelp, readMysqlHelp, type Forms } from './read-help';

const target = repositoryPath('engine', 'src', 'features', 'built-ins', 'functions.json');

/** The answers of a server. */
interface Told {
  readonly version: string;
  readonly help: Forms;
  readonly has: (name: string) => Promise<boolean>;
}

async function main(): Promise<void> {
  const descriptions = readDescriptions(
    await readFile(repositoryPath('scripts', 'built-ins', 'descriptions.txt'), 'utf8'),
  );
  const [mysql, mariadb] = await Promise.all(flavors.map(ask));
  if (mysql === undefined || mariadb === undefined) throw new Error('both servers are needed');
  const told = { mysql, mariadb };
  const byName = new Map(descriptions.map((each) => [each.name, each]));
  const lines: string[] = [];
  for (const name of [...byName.keys()].sort()) {
    const described = byName.get(name);
    if (described !== undefined) lines.push(JSON.stringify(await makeRow(described, byName, told)));
  }
  const versions = `"versions":${JSON.stringify({ mysql: mysql.version, mariadb: mariadb.version })}`;
  await writeFile(target, `{${versions},"functions":[\n${lines.join(',\n')}\n]}\n`);
  console.log(`${lines.length} functions in ${target}`);
  process.exit(0);
}

async function ask(flavor: Flavor): Promise<Told> {
  const server = await ThrowawayServer.start({ flavor });
  const connection = await createConnection({ ...server.connection(), database: 'mysql' });
  return {
    version: server.version,
    help: flavor === 'mysql' ? await readMysqlHelp(connection) : await readMariaDbHelp(),
    has: (name) => hasFunction(connection, name),
  };
}

/** The error codes with which a server rejects a function that it does not have. */
const unknown = new Set([1128, 1305, 1630]);

async function hasFunction(connection: Connection, name: string): Promise<boolean> {
  try {
    await connection.query(`SELECT ${name}()`);
    return true;
  } catch (problem) {
    return !unknown.has((problem as { readonly errno: number }).errno);
  }
}

/** Returns the row of a function. */
async function makeRow(
  described: Description,
  all: ReadonlyMap<string, Description>,
  told: Readonly<Record<Flavor, Told>>,
): Promise<Row> {
  const { name, same } = described;
  const original = same === null ? described : (all.get(same) ?? described);
  const about = same === null ? described.about : `Another name of ${same}().`;
  const formsOf = (flavor: Flavor): readonly string[] => {
    const { help } = told[flavor];
    const written = original.forms[flavor] ?? original.forms.both;
    const found = written ?? help.get(name) ?? help.get(original.name) ?? [];
    return found.map((form) => `${name}${form.slice(form.indexOf('('))}`.replace(` ${overClause}`, overWindow));
  };
  const [mysql, mariadb] = [formsOf('mysql'), formsOf('mariadb')];
  const forms = mysql.length > 0 ? mysql : mariadb;
  if (forms.length === 0) throw new Error(`no server and no description says how to call ${name}`);
  const differs = mariadb.length > 0 && shapeOf(mariadb) !== shapeOf(forms);
  const of = `${(await told.mysql.has(name)) ? 'm' : ''}${(await told.mariadb.has(name)) ? 'a' : ''}`;
  const row = [name, described.group, about, forms, of] as const;
  if (Object.keys(described.deprecated).length > 0) return [...row, differs ? mariadb : [], described.deprecated];
  return differs ? [...row, mariadb] : row;
}

const overClause = '[over_clause]';
const overWindow = ' [OVER (window)]';

/** Returns the forms without the names of their arguments, which differ between the manuals. */
function shapeOf(forms: readonly string[]): string {
  return forms
    .map((form) =>
      form
        .slice(form.indexOf('('))
        .replace(overWindow, '')
        .replace(/[a-z_]\w*/gi, 'a'),
    )
    .sort()
    .join();
}

void main();
