/**
 * A file's text in which the statements of some routines are replaced: the left side of a diff whose right side is the
 * file itself. The diff then shows these routines' changes only, wherever else the file is edited.
 */
export interface Replacement {
  /** The statement in the file, by offsets. */
  readonly start: number;
  readonly end: number;
  /** The statement as the file has it. */
  readonly own: string;
  /** The text in its place; empty for a routine that only the file has. */
  readonly text: string;
}

/** The change of a document, as an editor reports it. */
export interface TextChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** Returns the places in the present text of the file; null if it no longer has one of the statements as compared. */
export function findPlaces(file: string, replacements: readonly Replacement[]): readonly Replacement[] | null {
  const found: Replacement[] = [];
  for (const each of replacements) {
    const start = file.startsWith(each.own, each.start) ? each.start : file.indexOf(each.own);
    if (start < 0) return null;
    found.push({ ...each, start, end: start + each.own.length });
  }
  return found;
}

export function replaceInFile(file: string, replacements: readonly Replacement[]): string {
  return replacements
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: part }) => text.slice(0, start) + part + text.slice(end), file);
}

/** Returns the places after a change of the file: one within a statement makes it longer or shorter. */
export function movePlaces(replacements: readonly Replacement[], change: TextChange): readonly Replacement[] {
  const [from, to] = [change.rangeOffset, change.rangeOffset + change.rangeLength];
  const grown = change.text.length - change.rangeLength;
  return replacements.map((each) => {
    if (to <= each.start && from < each.start) return { ...each, start: each.start + grown, end: each.end + grown };
    if (from >= each.end && !(from === each.end && from === to)) return each;
    const start = Math.min(each.start, from);
    return { ...each, start, end: Math.max(start, Math.max(each.end, to) + grown) };
  });
}
