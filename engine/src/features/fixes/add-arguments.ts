/** Quick fix: the arguments that a call leaves out, a variable of the parameter's name where there is one. */
import type { ParserOptions } from '../../syntax/dialect';
import type { ParameterSyntax, Reference, Script } from '../../syntax/nodes';
import { op } from '../../syntax/tokens';
import { resolveRoutine } from '../../analysis/program/resolve';
import type { SourceRoutine } from '../../analysis/sources/source-index';
import type { TextEdit } from '../../routine/naming';
import { collectLocals, findLocal } from '../places/locals';
import { firstToken } from '../places/token-at';
import { writeName } from '../places/write-name';
import { findReference } from './find-reference';
import type { FixContext, QuickFix } from './fix';

export function addArguments(context: FixContext): QuickFix | null {
  const { index, facts, diagnostic } = context;
  const found = diagnostic.code === 'argument-count' ? findReference(context) : null;
  if (found === null) return null;
  const { source, reference } = found;
  const callee = resolveRoutine(index, source.key, reference);
  const missing = callee?.definition.parameters.slice(reference.arguments.length) ?? [];
  if (missing.length === 0) return null;
  const written = missing.map((parameter) => writeArgument(parameter, source, reference, index.parserOptions));
  const edit = insertArguments(facts.script, reference, written.join(', '));
  const title = missing.length === 1 ? 'Add the missing argument' : `Add ${missing.length} missing arguments`;
  return { title, diagnostic, isPreferred: true, edits: [{ file: facts.file, ...edit }] };
}

/** Returns the local name if there is one, a user variable for an output, otherwise NULL with the name in a comment. */
function writeArgument(
  { name, mode }: ParameterSyntax,
  { definition }: SourceRoutine,
  { span }: Reference,
  parserOptions: ParserOptions,
): string {
  const local = findLocal(collectLocals(definition), name.text, span.start, false);
  if (local?.kind === 'parameter' || local?.kind === 'variable') return writeName(name.text, 'variable', parserOptions);
  return mode === 'in'
    ? `NULL /* ${name.text.replaceAll('*/', '')} */`
    : `@${writeName(name.text, 'column', parserOptions)}`;
}

function insertArguments(script: Script, { span, arguments: given }: Reference, written: string): TextEdit {
  const last = given.at(-1);
  if (last !== undefined) return { span: { start: last.span.end, end: last.span.end }, text: `, ${written}` };
  const open = firstToken(script, span.end);
  const isOpen = script.tokens.id[open] === op.openParenthesis;
  const at = isOpen ? (script.tokens.end[open] ?? span.end) : span.end;
  return { span: { start: at, end: at }, text: isOpen ? written : `(${written})` };
}
