/** Quick fix: LIMIT 1 on a sorted SELECT … INTO, which selects a defined row; not offered for others. */
import { outerTokens } from '../../analysis/program/levels';
import { findTokens, makeRoutineBody } from '../../analysis/program/routine-body';
import { kw } from '../../syntax/keywords';
import { findSource } from './find-source';
import type { FixContext, QuickFix } from './fix';

export function limitToOneRow(context: FixContext): QuickFix | null {
  const { facts, diagnostic } = context;
  const source = findSource(context, 'several-rows-into');
  if (source === null) return null;
  const { tokens } = makeRoutineBody(source);
  const range = findTokens(tokens, diagnostic.span);
  const outer = [...outerTokens(tokens, range)];
  const order = outer.find((i) => tokens.id(i) === kw.ORDER);
  if (order === undefined) return null;
  const behind = outer.find(
    (i) => i > order && (tokens.id(i) === kw.INTO || tokens.id(i) === kw.FOR || tokens.id(i) === kw.LOCK),
  );
  const at = tokens.end((behind ?? range.end) - 1);
  const edits = [{ file: facts.file, span: { start: at, end: at }, text: ' LIMIT 1' }];
  return { title: 'Read the first row only (LIMIT 1)', diagnostic, isPreferred: true, edits };
}
