/** The id of a new project, by which the ledger distinguishes projects that share a schema. */
import { randomBytes } from 'node:crypto';

/** Returns an id of the folder's name, for people, and a random part, because folders of two projects may be named alike. */
export function makeProjectId(root: string): string {
  const folder = root.split(/[/\\]/).findLast((part) => part !== '') ?? '';
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  return `${name === '' ? 'project' : name}-${randomBytes(3).toString('hex')}`;
}
