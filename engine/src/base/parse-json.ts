/** JSON from files that anybody may have written: limits on size and depth come before anything works on the value. */
import { fail, succeed, type Result } from './result';
import type { SentenceAbout } from './sentence-about';

export interface JsonLimits {
  /** The length of the text in UTF-8. */
  readonly maxBytes: number;
  /** The number of arrays and objects nested in one another. Recursion over deeper ones would overflow the stack. */
  readonly maxDepth: number;
}

/** Returns the value, or a sentence on the file that says what is wrong with it. */
export function parseJsonSafely(text: string, { maxBytes, maxDepth }: JsonLimits): Result<unknown, SentenceAbout> {
  // A character takes at most three bytes for each unit of its length, so that small texts need no count.
  if (text.length > maxBytes || (text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes))
    return fail((name) => `${name} has more than ${maxBytes} bytes.`);
  if (isDeeper(text, maxDepth)) return fail((name) => `${name} has more than ${maxDepth} levels of nested values.`);
  try {
    return succeed(JSON.parse(text) as unknown);
  } catch {
    return fail((name) => `${name} is not JSON.`);
  }
}

/**
 * Returns true if brackets outside strings are nested more deeply. It makes one pass over the characters, because the
 * text may be made to slow a cleverer algorithm.
 */
function isDeeper(text: string, maxDepth: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (inString) {
      if (letter === '\\') i++;
      else if (letter === '"') inString = false;
    } else if (letter === '"') inString = true;
    else if (letter === '[' || letter === '{') {
      if (++depth > maxDepth) return true;
    } else if (letter === ']' || letter === '}') depth--;
  }
  return false;
}
