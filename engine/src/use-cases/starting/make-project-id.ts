/** The id of a new project, by which the ledger distinguishes projects that share a schema. */
import { randomBytes } from 'node:crypto';
import { checksum } from '../../base/checksum';
import type { ReadText } from './survey-files';

/**
 * Returns an id of the folder's name, for people, and of a part that differs in folders of the same name. That part comes
 * from the folder's path and its texts, so that a dry run shows what the next run writes; without texts it is random,
 * because a path alone may be the same on two machines.
 */
export function makeProjectId(root: string, texts: readonly ReadText[]): string {
  const folder = root.split(/[/\\]/).findLast((part) => part !== '') ?? '';
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  const own =
    texts.length === 0
      ? randomBytes(3).toString('hex')
      : checksum(root, ...texts.flatMap(({ file, text }) => [file, text])).slice(0, 6);
  return `${name === '' ? 'project' : name}-${own}`;
}
