/** Source files written as one string, with `$0` for the cursor and ranges marked by `-- ^^^` under their line. */
import type { Span } from '../../engine/src/base/text';
import { SourceIndex } from '../../engine/src/analysis/sources/source-index';
import { defaultParserOptions, type ParserOptions } from '../../engine/src/syntax/dialect';
import { splitFiles } from './source-files';

interface MarkedRange {
  readonly file: string;
  /** The text that is marked. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface MarkedFiles {
  readonly index: SourceIndex;
  readonly cursor: { readonly file: string; readonly offset: number };
  /** The ranges by file and then by position. */
  readonly ranges: readonly MarkedRange[];
}

/** Reads files, separated by lines `-- file: name.sql`; names without a schema belong to `shop`. */
export function readMarkedFiles(text: string, options: Partial<ParserOptions> = {}): MarkedFiles {
  const index = new SourceIndex({ ...defaultParserOptions, schema: 'shop', ...options });
  const ranges: MarkedRange[] = [];
  let cursor = { file: '', offset: -1 };
  for (const { file, text: marked } of splitFiles(text.replace(/^\n/, ''))) {
    const offset = marked.indexOf('$0');
    if (offset >= 0) cursor = { file, offset };
    const content = marked.replace('$0', '');
    index.update(file, content);
    const unmark = (place: number): number => (offset >= 0 && place > offset ? Math.max(offset, place - 2) : place);
    for (const { start, end } of findMarks(marked)) {
      const range = { file, start: unmark(start), end: unmark(end) };
      ranges.push({ ...range, text: content.slice(range.start, range.end) });
    }
  }
  return { index, cursor, ranges };
}

/** Returns the positions of carets, as places of the line above them. */
function findMarks(text: string): readonly Span[] {
  const lines = text.split('\n');
  const starts = lines.map((_, i) => lines.slice(0, i).join('\n').length + (i === 0 ? 0 : 1));
  return lines.flatMap((line, i) => {
    if (!/^--[\s^]*\^[\s^]*$/.test(line)) return [];
    const above = lines.slice(0, i).findLastIndex((other) => !/^--[\s^]*\^/.test(other));
    return [...line.matchAll(/\^+/g)].map(({ index, 0: carets }) => {
      const start = (starts[above] ?? 0) + index;
      return { start, end: start + carets.length };
    });
  });
}
