/** The paths of the folder registry, which are valid on every file system and readable. */
import { checksum } from '../../base/checksum';
import type { RoutineKey } from '../../routine/routine';

/** `routines/shop/procedure/place_order`. */
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

// Windows forbids these characters and endings, device names are reserved, and a leading dot hides a file.
const forbidden = /[\p{Cc}<>:"/\\|?*%]|[. ]$|^\.|^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/giu;

/**
 * Encodes characters that a file system cannot store or distinguish as the percent-encoded bytes of UTF-8: `A/b` is
 * `%41%2Fb`, because a capital would be lost where names ignore case.
 */
export function encodeName(name: string): string {
  const safe = name
    .replace(forbidden, (found) => percent(found))
    .replace(/[^%]/gu, (letter) => (isSame(letter) ? letter : percent(letter)))
    .replace(/%([0-9a-f]{2})/gi, (code) => code.toUpperCase());
  if (safe === '') return '%';
  if (Buffer.byteLength(safe) <= longestName) return safe;
  return `${safe.slice(0, 40).replace(/%[^%]{0,2}$/, '')}%~${checksum(name).slice(0, 32)}`;
}

/** Returns true if a letter keeps its form on file systems that fold case and decompose accents. */
function isSame(letter: string): boolean {
  return (
    letter.toUpperCase().toLowerCase() === letter &&
    letter.normalize('NFC') === letter &&
    letter.normalize('NFD') === letter
  );
}

function percent(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}
