/** The paths of the folder registry, which are valid on every file system and readable. */
import { deviceStart, percentEncode } from '../../base/files/file-names';
import { checksum } from '../../base/checksum';
import type { RoutineKey } from '../../routine/routine';

/** Returns `routines/shop/procedure/place_order`. */
export function routineFolder(key: RoutineKey): string {
  const name = key.kind === 'trigger' || key.kind === 'view' ? key.name : key.name.toLowerCase();
  return ['routines', encodeName(key.schema), key.kind.replace(' ', '-'), encodeName(name)].join('/');
}

export function versionPaths(key: RoutineKey, version: string): { readonly text: string; readonly facts: string } {
  const base = `${routineFolder(key)}/${encodeName(version)}`;
  return { text: `${base}.sql`, facts: `${base}.json` };
}

export function statusPath(key: RoutineKey): string {
  return `${routineFolder(key)}/status.jsonl`;
}

/** Bytes that a file name may have, less what `.json` and a temporary name need (ext4, APFS, NTFS: 255). */
const longestName = 200;

/**
 * The characters and endings that Windows forbids in a name, a leading dot that hides a file, and a device name;
 * otherwise any character.
 */
const unfit = new RegExp(`([\\p{Cc}<>:"/\\\\|?*%]|[. ]$|^\\.|${deviceStart.source})|[^]`, 'giu');

/** Characters that join the character before them. */
const joining = /[\p{M}\u1160-\u11ff]/gu;

/**
 * Encodes characters that a file system cannot store or distinguish as the percent-encoded bytes of UTF-8: `A/b` is
 * `%41%2Fb`, because a capital would be lost where names ignore case.
 */
export function encodeName(name: string): string {
  const legible = name.replace(unfit, (found: string, isUnfit: string | undefined) =>
    isUnfit === undefined && hasOneCase(found) && isComposed(found) ? found : percentEncode(found),
  );
  const safe = isComposed(legible) ? legible : legible.replace(joining, percentEncode);
  if (safe === '') return '%';
  if (Buffer.byteLength(safe) <= longestName) return safe;
  return `${safe.slice(0, 40).replace(/%[^%]{0,2}$/, '')}%~${checksum(name).slice(0, 32)}`;
}

/** Returns true if a letter keeps its form on file systems that fold case. */
function hasOneCase(letter: string): boolean {
  return letter.toUpperCase().toLowerCase() === letter;
}

/** Returns true if a text keeps its form on file systems that decompose or compose accents. */
function isComposed(text: string): boolean {
  return text.normalize('NFC') === text && text.normalize('NFD') === text;
}
