/** Names that not every file system can hold: a file made on one machine is checked out on others. */

/** Matches a device of Windows at the start of a name, alone or before an extension: `con`, `aux.sql`, `com¹ .sql`. */
export const deviceStart = /^(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³]|con(?:in|out)\$)(?= *(?:\.|$))/iu;

/** Returns true if Windows cannot have a file or folder of this name. */
export function isUnportable(name: string): boolean {
  return /[\p{Cc}<>:"|?*]|[^.][. ]+$/u.test(name) || deviceStart.test(name);
}

/** Returns the bytes of a text in UTF-8, percent-encoded: `%2F` for `/`. */
export function percentEncode(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

/** Returns a key that is equal for names that some file system takes for the same. */
export function foldName(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
