/**
 * Names in mysql.procs_priv. Both servers write their bytes there, which are UTF-8, as if they were latin1, so that a table
 * of characters holds each one twice encoded (MySQL 9.7, MariaDB 10.11, measured; `größe` is stored as `grÃ¶ÃŸe`).
 */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The characters of the bytes 80 to 9F in the servers' latin1, which is windows-1252; Node's own decoder of that name
 * differs.
 */
const upper = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const characters = Array.from({ length: 256 }, (_, byte) => upper[byte - 0x80] ?? String.fromCharCode(byte));
const bytes: ReadonlyMap<string, number> = new Map(characters.map((character, byte) => [character, byte]));

/** Returns a name as the table stores it. */
export function encodeGrantText(name: string): string {
  return Array.from(Buffer.from(name, 'utf8'), (byte) => characters[byte]).join('');
}

/** Returns the intended name; a text that cannot have been encoded twice remains as it is. */
export function decodeGrantText(stored: string): string {
  const found = Array.from(stored, (character) => bytes.get(character));
  if (!found.every((byte) => byte !== undefined)) return stored;
  try {
    return utf8.decode(Uint8Array.from(found));
  } catch {
    return stored;
  }
}
