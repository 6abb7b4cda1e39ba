/** Returns the words as people read them: `a`, `a and b`, `a, b and c`. */
export function listWords(words: readonly string[]): string {
  const [last = '', ...others] = words.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(', ')} and ${last}`;
}
