/** Several source files in one readable string, and an index of them. */
import { SourceIndex } from '../../engine/src/analysis/sources/source-index';
import { defaultParserOptions, type ParserOptions } from '../../engine/src/syntax/dialect';

export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** Splits at lines `-- file: name.sql`; a text without one is `main.sql`. */
export function splitFiles(text: string): readonly SourceFile[] {
  const pieces = text.split(/^-- file: (.+)\n/m);
  const files: SourceFile[] = [];
  if (pieces[0]?.trim()) files.push({ file: 'main.sql', text: pieces[0] });
  for (let i = 1; i < pieces.length; i += 2) files.push({ file: pieces[i]!.trim(), text: pieces[i + 1] ?? '' });
  return files;
}

/** Indexes files; names without a schema belong to `shop`. */
export function indexFiles(text: string, parserOptions: Partial<ParserOptions> = {}): SourceIndex {
  const index = new SourceIndex({ ...defaultParserOptions, schema: 'shop', ...parserOptions });
  for (const { file, text: content } of splitFiles(text)) index.update(file, content);
  return index;
}
