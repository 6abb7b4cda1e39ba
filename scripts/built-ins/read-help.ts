/** Reads the help tables of the throwaway servers: MySQL's from the server, MariaDB's from the script that fills them. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { findShare } from '../servers/data-template';
import { findServerProgram } from '../servers/server-program';
import { readForms } from './read-forms';

/** The forms of each function by its upper-case name. */
export type Forms = ReadonlyMap<string, readonly string[]>;

export async function readMysqlHelp(connection: Connection): Promise<Forms> {
  const [rows] = await connection.query<RowDataPacket[]>('SELECT name, description FROM mysql.help_topic');
  return collect(rows.map((row) => [String(row['name']), String(row['description'])]));
}

export async function readMariaDbHelp(): Promise<Forms> {
  const program = await findServerProgram('mariadb');
  if (!program.ok) throw new Error(program.error);
  const text = await readFile(path.join(await findShare(program.value.daemon), 'fill_help_tables.sql'), 'utf8');
  const rows = text.matchAll(/^insert into help_topic .*? values \(\d+,\d+,'((?:[^'\\]|\\.)*)','((?:[^'\\]|\\.)*)'/gm);
  return collect([...rows].map(([, name = '', page = '']) => [name, unescape(page)]));
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
}

function collect(pages: readonly (readonly [name: string, page: string])[]): Forms {
  const found = new Map<string, readonly string[]>();
  for (const [title, page] of pages) {
    const name = title.toUpperCase();
    const forms = /^\w+$/.test(name) ? readForms(name, page) : [];
    if (forms.length > 0) found.set(name, forms);
  }
  return found;
}
