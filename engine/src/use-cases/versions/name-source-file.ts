/** Files for routines that have none yet, under names that people can read and any machine can check out. */
import { checksum } from '../../base/checksum';
import { deviceStart, foldName, percentEncode } from '../../base/files/file-names';
import { escapePattern } from '../../project/escape-pattern';
import type { ProjectConfig } from '../../project/environment';
import type { SourceTree } from '../../project/ports';
import type { RoutineKey } from '../../routine/routine';

export interface NewFiles {
  readonly config: Pick<ProjectConfig, 'sources' | 'schema'>;
  readonly tree: SourceTree;
}

/**
 * Returns the path of a new file in the folder of the first source pattern, so that the project reads it; null if each name is
 * taken. Names that differ only in case count as the same on every machine.
 */
export async function findFreeFile(
  { config, tree }: NewFiles,
  { schema, kind, name }: RoutineKey,
): Promise<string | null> {
  const parts = (config.sources[0] ?? '**/*.sql')
    .split('/')
    .slice(0, -1)
    .filter((part) => !/[*?[{]/.test(part));
  const folder = [...parts, ...(schema === (config.schema ?? '') ? [] : [nameInPath(schema)])]
    .map((part) => `${part}/`)
    .join('');
  const taken = new Set((await tree.list([`${escapePattern(folder)}*`])).map(foldName));
  for (const suffix of ['', `.${kind.replace(' ', '-')}`, '.imported']) {
    const file = `${folder}${nameInPath(name)}${suffix}.sql`;
    if (!taken.has(foldName(file)) && (await tree.isFree(file))) return file;
  }
  return null;
}

/** The bytes that a file name may have, without an extension and what a temporary name adds. */
const longestName = 150;

/** Returns a word of a routine's key as a part of a path. Different words may become the same. */
function nameInPath(word: string): string {
  const legible = word.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}_$-]|^-/gu, percentEncode);
  const name = deviceStart.test(legible) ? percentEncode(legible.slice(0, 1)) + legible.slice(1) : legible;
  if (Buffer.byteLength(name) <= longestName) return name;
  return `${name.slice(0, 30).replace(/%[^%]{0,2}$/, '')}%~${checksum(word).slice(0, 32)}`;
}
