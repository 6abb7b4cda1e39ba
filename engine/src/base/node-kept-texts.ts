/** Texts kept in a folder of the user's on this machine, outside the project: only the user may read them. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { checksum } from './checksum';
import { errorCode } from './files/error-code';
import { readPlainFile } from './files/node-plain-file';
import type { Gate } from './node-gate';
import { sweepLitter } from './node-litter';
import type { KeptTexts } from './kept-texts';

/** Bytes up to which a text is read. */
const largest = 32 * 1024 * 1024;

export function nodeKeptTexts(folder: string, gate: Gate): KeptTexts {
  // A name is never part of a path.
  const fileOf = (name: string): string => `${checksum(name)}.json`;
  return {
    async read(name) {
      try {
        const bytes = await readPlainFile(join(folder, fileOf(name)), largest);
        return typeof bytes === 'string' ? '' : bytes.toString('utf8');
      } catch (error) {
        return errorCode(error) === 'ENOENT' ? null : '';
      }
    },
    async write(name, text) {
      const disk = gate.disk();
      if (!disk.ok) return;
      const { mkdir, open, rename, rm } = disk.value;
      const temporary = join(folder, `.${fileOf(name)}.${randomBytes(6).toString('hex')}.tmp`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await sweepLitter(folder, disk.value);
        const file = await open(temporary, 'wx', 0o600);
        try {
          await file.writeFile(text);
        } finally {
          await file.close();
        }
        await rename(temporary, join(folder, fileOf(name)));
      } catch {
        await rm(temporary, { force: true }).catch(() => undefined);
      }
    },
  };
}
