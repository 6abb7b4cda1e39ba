/** Formats a text for tests. */
import { SourceIndex } from '../../engine/src/analysis/sources/source-index';
import { formatFile, type FormatStyle } from '../../engine/src/features/format/format-file';
import { applyEdits } from '../../engine/src/routine/naming';
import { defaultParserOptions, type ParserOptions } from '../../engine/src/syntax/dialect';

export const usual: FormatStyle = { tabSize: 2, useTabs: false, width: 100 };

export interface Wishes {
  readonly reading?: Partial<ParserOptions>;
  readonly style?: Partial<FormatStyle>;
  readonly within?: { readonly start: number; readonly end: number };
}

/** Returns the text after formatting. */
export async function format(text: string, { reading, style, within }: Wishes = {}): Promise<string> {
  const index = new SourceIndex({ ...defaultParserOptions, ...reading });
  const { edits } = await formatFile(index.update('main.sql', text), { ...usual, ...style }, within);
  return applyEdits(text, { start: 0, end: text.length }, edits);
}
