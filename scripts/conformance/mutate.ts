/** Typing mistakes: a statement with one token deleted, doubled, swapped with the next, or misspelt. */
import type { ParserOptions } from '../../engine/src/syntax/dialect';
import { tokenize } from '../../engine/src/syntax/tokenizer';
import { tokenKind } from '../../engine/src/syntax/tokens';

export type Mistake = 'deleted' | 'doubled' | 'swapped' | 'misspelt';
const mistakes: readonly Mistake[] = ['deleted', 'doubled', 'swapped', 'misspelt'];

export interface Mutant {
  readonly text: string;
  readonly mistake: Mistake;
}

/** Returns one mutant of the text; null if it has too few tokens. */
export function mutate(text: string, options: ParserOptions, random: (below: number) => number): Mutant | null {
  const tokens = tokenize(text, options);
  if (tokens.count < 8) return null;
  const at = 1 + random(tokens.count - 2);
  const mistake = mistakes[random(mistakes.length)] ?? 'deleted';
  const bounds = [tokens.start[at], tokens.end[at], tokens.start[at + 1], tokens.end[at + 1]];
  const [start = 0, end = 0, nextStart = 0, nextEnd = 0] = bounds;
  const token = text.slice(start, end);
  const next = text.slice(nextStart, nextEnd);
  switch (mistake) {
    case 'deleted':
      return { mistake, text: text.slice(0, start) + text.slice(end) };
    case 'doubled':
      return { mistake, text: `${text.slice(0, end)} ${token}${text.slice(end)}` };
    case 'swapped':
      return { mistake, text: `${text.slice(0, start)}${next} ${token}${text.slice(nextEnd)}` };
    case 'misspelt': {
      if (tokens.kind[at] !== tokenKind.word) return null;
      return { mistake, text: `${text.slice(0, start)}${misspell(token, random)}${text.slice(end)}` };
    }
  }
}

/** Leaves one letter out, or doubles it. */
function misspell(word: string, random: (below: number) => number): string {
  const at = random(word.length);
  const letter = word.charAt(at);
  const instead = word.length > 2 && random(2) === 0 ? '' : letter + letter;
  return word.slice(0, at) + instead + word.slice(at + 1);
}
