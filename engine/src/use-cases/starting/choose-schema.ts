/** The schema of names without one, as far as the files and folders determine it. */
import type { Detected } from '../answers/init';
import { plural } from '../../base/plural';
import { whyReserved } from '../../routine/reserved-schema';
import { isMarked } from './find-copies';
import type { FileSurvey, ReadText } from './survey-files';

export function chooseSchema(files: readonly FileSurvey[], texts: readonly ReadText[]): Detected<string> {
  const named = findNamed(files);
  const [only, ...others] = named;
  if (only !== undefined && others.length === 0)
    return { value: only[0], why: `It is the only schema that the files name (${only[1]}).` };
  const bare = files.flatMap(({ routines }) => routines).filter(({ schema }) => schema === null).length;
  const guess = bare === 0 ? null : (chooseDumped(texts) ?? chooseByFolder(files));
  return guess ?? leaveOpen([...named.keys()].sort(), bare);
}

function leaveOpen(named: readonly string[], bare: number): Detected<string> {
  if (named.length === 0) return { value: null, why: 'No file names one.' };
  return {
    value: null,
    why:
      bare === 0
        ? `The files name several (${named.join(', ')}), and each routine names its own.`
        : `The files name several (${named.join(', ')}), and ${plural(bare, 'routine')} could belong to any of them.`,
  };
}

/** Returns the schemas of qualified names and of USE, each with the place of the first. */
function findNamed(files: readonly FileSurvey[]): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const { file, routines } of files)
    for (const { schema, line } of routines)
      if (schema !== null && isPossible(schema) && !named.has(schema)) named.set(schema, `${file}:${line}`);
  return named;
}

/** Chooses the schema of `-- Host: localhost Database: shop`, the first line of mysqldump and mariadb-dump. */
function chooseDumped(texts: readonly ReadText[]): Detected<string> | null {
  const dumped = new Map<string, string>();
  for (const { file, text } of texts) {
    const schema = /^-- Host: [^\n]*\bDatabase: (\S+)[ \t]*\r?$/m.exec(text)?.[1];
    if (schema !== undefined && isPossible(schema)) dumped.set(schema, file);
  }
  const [first, ...others] = dumped;
  return first === undefined || others.length > 0 ? null : { value: first[0], why: `${first[1]} is a dump of it.` };
}

/**
 * Chooses the only folder name, apart from common words, above all routines without a schema: `shop` of
 * `db/shop/procedures`.
 */
function chooseByFolder(files: readonly FileSurvey[]): Detected<string> | null {
  const names = new Set<string>();
  for (const { file, routines } of files) {
    if (isMarked(file) || routines.every(({ schema }) => schema !== null)) continue;
    const folders = file.split('/').slice(0, -1);
    for (const name of folders) if (!commonWords.has(name.toLowerCase())) names.add(name);
  }
  const [schema, ...others] = names;
  if (schema === undefined || others.length > 0 || !isPossible(schema)) return null;
  if (!/^[A-Za-z_][A-Za-z0-9_$]*$/.test(schema)) return null;
  return { value: schema, why: 'Routines without a schema are in a folder of this name.' };
}

function isPossible(schema: string): boolean {
  return schema !== '' && schema.length <= 64 && whyReserved(schema) === null;
}

const commonWords: ReadonlySet<string> = new Set(
  (
    'app backend code database databases db ddl draft drafts events functions mariadb migrations mysql objects packages procedures ' +
    'procs programs resources routines schema schemas scripts source sources sp sprocs sql src stored_procedures triggers views'
  ).split(' '),
);
