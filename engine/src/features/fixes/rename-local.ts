/** Quick fix: another name for a parameter or variable that hides a column, wherever it is used but where the column is meant. */
import { findTokens, makeRoutineBody } from '../../analysis/program/routine-body';
import { rename } from '../rename';
import { findSource } from './find-source';
import type { FixContext, QuickFix } from './fix';

export function renameLocal(context: FixContext): QuickFix | null {
  const { index, facts, diagnostic } = context;
  const source = findSource(context, 'shadowed-column');
  if (source === null) return null;
  const { tokens } = makeRoutineBody(source);
  const { first } = findTokens(tokens, diagnostic.span);
  const name = tokens.name(first).text;
  const isParameter = source.definition.parameters.some((one) => one.name.text.toLowerCase() === name.toLowerCase());
  const wanted = `${isParameter ? 'p' : 'v'}_${name}`;
  const renamed = rename(index, facts.file, diagnostic.span.start, wanted);
  if (!renamed.ok) return null;
  const column = tokens.start(first);
  const edits = renamed.value.filter(({ span }) => span.start !== column);
  const what = isParameter ? 'parameter' : 'variable';
  return { title: `Rename the ${what} to ${wanted}`, diagnostic, isPreferred: false, edits };
}
