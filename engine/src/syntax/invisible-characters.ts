/** Characters that are invisible in a message, or look like a space; without joiners, which some scripts need. */

const invisible =
  /[\u00a0\u00ad\u061c\u115f\u1160\u1680\u180e\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufeff\uffa0]/g;

/** The names of those that editors, browsers and office programs insert. */
const names: Readonly<Record<string, string>> = {
  '\u00a0': 'no-break space',
  '\u00ad': 'soft hyphen',
  '\u200b': 'zero-width space',
  '\u200e': 'left-to-right mark',
  '\u200f': 'right-to-left mark',
  '\u2028': 'line separator',
  '\u202f': 'narrow no-break space',
  '\u2060': 'word joiner',
  '\u3000': 'ideographic space',
  '\ufeff': 'byte order mark',
};

/** Returns `U+00A0 (no-break space)` for one invisible character, or the same several times; null for any other text. */
export function nameInvisible(text: string): string | null {
  const [first = ''] = text;
  if (first === '' || text.replaceAll(first, '') !== '' || first.replace(invisible, '') !== '') return null;
  const name = names[first];
  return name === undefined ? printCode(first) : `${printCode(first)} (${name})`;
}

/** Returns the text with `<U+00A0>` for each invisible character. */
export function showInvisible(text: string): string {
  return text.replace(invisible, (character) => `<${printCode(character)}>`);
}

function printCode(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
