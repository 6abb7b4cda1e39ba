/** Quick fix: away with a variable that nothing uses, with its whole declaration where no other is in it. */
import type { Span } from '../../base/text';
import { walkStatements } from '../../syntax/walk-statements';
import type { Declaration } from '../../syntax/nodes';
import { findSource } from './find-source';
import type { FixContext, QuickFix } from './fix';

export function removeVariable(context: FixContext): QuickFix | null {
  const { facts, diagnostic } = context;
  const statement = findSource(context, 'unused-variable')?.definition.statement;
  if (statement === undefined || statement === null) return null;
  for (const [block] of walkStatements(statement)) {
    if (block.kind !== 'block') continue;
    for (const declaration of block.declarations) {
      if (declaration.kind !== 'variable') continue;
      const place = declaration.names.findIndex(({ span }) => span.start === diagnostic.span.start);
      const name = declaration.names[place];
      if (name === undefined) continue;
      const span =
        declaration.names.length === 1
          ? wholeDeclaration(facts.text, declaration.span)
          : oneOfSeveral(declaration, place);
      const title = `Remove the variable ${name.text}`;
      return { title, diagnostic, isPreferred: true, edits: [{ file: facts.file, span, text: '' }] };
    }
  }
  return null;
}

function oneOfSeveral({ names }: Extract<Declaration, { kind: 'variable' }>, place: number): Span {
  const name = names[place];
  const next = names[place + 1];
  const before = names[place - 1];
  if (next !== undefined) return { start: name?.span.start ?? next.span.start, end: next.span.start };
  return { start: before?.span.end ?? 0, end: name?.span.end ?? 0 };
}

/** Returns the declaration with its `;`, and with its line if nothing else is on it. */
function wholeDeclaration(text: string, { start, end }: Span): Span {
  const semicolon = text.indexOf(';', end);
  const last = semicolon < 0 ? end : semicolon + 1;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', last);
  const rest = text.slice(last, lineEnd < 0 ? text.length : lineEnd);
  const isAlone = text.slice(lineStart, start).trim() === '' && rest.trim() === '';
  if (isAlone && lineEnd >= 0) return { start: lineStart, end: lineEnd + 1 };
  return { start, end: last + (/^[ \t]*/.exec(rest)?.[0].length ?? 0) };
}
