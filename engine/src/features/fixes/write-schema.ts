/** Quick fix: the schema in use before a table of a view that is made in another schema. */
import { tableHome } from '../../analysis/sources/source-references';
import { writeName } from '../places/write-name';
import { findSource } from './find-source';
import type { FixContext, QuickFix } from './fix';

export function writeSchema(context: FixContext): QuickFix | null {
  const { index, facts, diagnostic } = context;
  const source = findSource(context, 'view-schema');
  if (source === null) return null;
  const { start } = diagnostic.span;
  const written = writeName(tableHome(source.key, source.definition), 'table', index.parserOptions);
  const edits = [{ file: facts.file, span: { start, end: start }, text: `${written}.` }];
  const table = facts.text.slice(start, diagnostic.span.end);
  return { title: `Write ${written}.${table}`, diagnostic, isPreferred: true, edits };
}
