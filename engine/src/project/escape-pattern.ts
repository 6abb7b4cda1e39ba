/** The characters of a path that have a meaning in a pattern. */
const special = /[!()*+?@[\]\\{|}]/g;

/** Returns a path as a pattern that matches only the path. No backslash precedes a star: see `misusedBackslash`. */
export function escapePattern(path: string): string {
  return path.replace(special, (character) => ('*?'.includes(character) ? `[${character}]` : `\\${character}`));
}

/** Returns the pattern with an ordinary letter in the place of each escaped character. */
export function withoutEscapes(pattern: string): string {
  return pattern.replace(/\\[!()+@[\]\\{|}]|\[[*?]\]/g, '_');
}

/**
 * Returns the character after a backslash that seems to separate folders, as on Windows; null if there is none. In a
 * pattern a backslash takes its meaning from the next character, so `sql\*.sql` would be one file of that name.
 */
export function misusedBackslash(pattern: string): string | null {
  for (const [, next = ''] of pattern.matchAll(/\\(.?)/gsu))
    if (!'!()+@[]\\{|}'.includes(next) || next === '') return next;
  return null;
}
