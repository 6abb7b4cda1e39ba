/** "Did you mean …?": the known word that a mistyped one is closest to. */

/** Returns the nearest known word, or null if more than a third of the letters would have to change. */
export function nearestWord(typed: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.floor(Math.max(typed.length, 3) / 3) + 1;
  for (const word of known) {
    const distance = editDistance(typed.toLowerCase(), word.toLowerCase());
    if (distance < least) [best, least] = [word, distance];
  }
  return best;
}

/** Returns all known words that are equally near, none of them the word itself; at most three, in their order. */
export function nearestWords(typed: string, known: readonly string[]): readonly string[] {
  const others = [...new Set(known)].filter((word) => word.toLowerCase() !== typed.toLowerCase());
  const nearest = nearestWord(typed, others);
  if (nearest === null) return [];
  const least = editDistance(typed.toLowerCase(), nearest.toLowerCase());
  return others.filter((word) => editDistance(typed.toLowerCase(), word.toLowerCase()) === least).slice(0, 3);
}

/** Returns the number of letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((old[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (old[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (older[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [older, old] = [old, row];
  }
  return old[b.length] ?? 0;
}

/** Returns a sentence that asks about the nearest word, to follow another one; empty where there is none. */
export function didYouMean(near: string | null): string {
  return near === null ? '' : ` Did you mean \`${near}\`?`;
}
