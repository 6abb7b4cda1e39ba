/** The lines of a text that name one of many names, found in one pass. Pure. */

/** A name to search for. */
export interface SoughtName {
  readonly name: string;
  /** True if only the same case counts, as for views on most servers. */
  readonly isCaseSensitive: boolean;
}

/** Names by their first word in lower case: a text is taken apart into words once, whatever the number of names. */
export type SoughtNames = ReadonlyMap<string, readonly PreparedName[]>;

interface PreparedName extends SoughtName {
  /** The identity in the answer. */
  readonly id: string;
  readonly folded: string;
  /** The offset of the first word in the name. */
  readonly start: number;
}

/** The words of any language, and of names that need no quotes. */
const word = /[\p{L}\p{N}_$]+/gu;
const inWord = /[\p{L}\p{N}_$]/u;

/** Prepares names by their identity in the answer. A name without letters and digits is not found in any text. */
export function prepareNames(names: ReadonlyMap<string, SoughtName>): SoughtNames {
  const prepared = new Map<string, PreparedName[]>();
  for (const [id, sought] of names) {
    const folded = sought.name.toLowerCase();
    const first = folded.matchAll(word).next().value;
    if (first === undefined) continue;
    const one = { ...sought, id, folded, start: first.index };
    const known = prepared.get(first[0]);
    if (known === undefined) prepared.set(first[0], [one]);
    else known.push(one);
  }
  return prepared;
}

/** Reports each line, from 1, that names one of them as a whole word, qualified or not; each line once for a name. */
export function findWords(text: string, names: SoughtNames, report: (id: string, line: number) => void): void {
  let line = 1;
  let end = text.indexOf('\n');
  const last = new Map<string, number>();
  for (const { 0: found, index } of text.matchAll(word)) {
    const candidates = names.get(found.toLowerCase());
    if (candidates === undefined) continue;
    for (; end >= 0 && end < index; end = text.indexOf('\n', end + 1)) line++;
    for (const one of candidates) {
      if (last.get(one.id) === line || !isHere(text, index - one.start, one)) continue;
      last.set(one.id, line);
      report(one.id, line);
    }
  }
}

function isHere(text: string, start: number, { name, folded, isCaseSensitive }: PreparedName): boolean {
  const end = start + name.length;
  const found = start < 0 ? '' : text.slice(start, end);
  if (isCaseSensitive ? found !== name : found.toLowerCase() !== folded) return false;
  // A name of several words ends or begins within others.
  return (
    !(joins(text, start - 1) && inWord.test(name[0] ?? '')) && !(joins(text, end) && inWord.test(name.at(-1) ?? ''))
  );
}

function joins(text: string, index: number): boolean {
  return inWord.test(text[index] ?? '');
}
