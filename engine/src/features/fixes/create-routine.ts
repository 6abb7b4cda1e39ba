/** Quick fix: a stub of the undefined routine after its caller, in the caller's schema and delimiter. */
import type { ParserOptions } from '../../syntax/dialect';
import type { Argument, Script } from '../../syntax/nodes';
import { tokenKind } from '../../syntax/tokens';
import { targetKey } from '../../analysis/sources/target-key';
import { printKey } from '../../routine/routine';
import { delimiterAt } from '../places/delimiter';
import { collectLocals, findLocal, type Local } from '../places/locals';
import { firstToken, spanOfToken } from '../places/token-at';
import { writeName } from '../places/write-name';
import { findReference, type FoundCall } from './find-reference';
import type { FixContext, QuickFix } from './fix';

export function createRoutine(context: FixContext): QuickFix | null {
  const { index, facts, diagnostic } = context;
  const found = diagnostic.code === 'missing-routine' ? findReference(context) : null;
  if (found === null) return null;
  const { script, file } = facts;
  const key = targetKey(found.source.key, found.reference);
  const behind = firstToken(script, found.source.definition.span.end);
  const isEnded = script.tokens.kind[behind] === tokenKind.delimiter;
  const at = isEnded ? spanOfToken(script, behind).end : found.source.definition.span.end;
  const delimiter = delimiterAt(script, behind);
  const stub = writeStub(script, found, index.parserOptions);
  const text = `${isEnded ? '' : delimiter}\n\n${stub}${delimiter}`.replaceAll('\n', lineEndOf(script.text));
  return {
    title: `Create ${key.kind} ${printKey(key)}`,
    diagnostic,
    isPreferred: false,
    edits: [{ file, span: { start: at, end: at }, text }],
  };
}

/** Returns a stub of one statement without a `;`, so that it is valid under any delimiter. */
function writeStub(script: Script, { source, reference }: FoundCall, parserOptions: ParserOptions): string {
  const schema = reference.schema ?? source.definition.name.schema?.text ?? null;
  const name = writeName(reference.name, 'routine', parserOptions);
  const qualified = schema === null ? name : `${writeName(schema, 'table', parserOptions)}.${name}`;
  const locals = collectLocals(source.definition);
  const names = new Set<string>();
  const parameters = reference.arguments.map((argument, i) => {
    const { name: wanted, type } = describeArgument(script, locals, argument);
    const free = wanted === '' || names.has(wanted.toLowerCase()) ? `p_${i + 1}` : wanted;
    names.add(free.toLowerCase());
    return `${writeName(free, 'variable', parserOptions)} ${type}`;
  });
  return reference.kind === 'function'
    ? `CREATE FUNCTION ${qualified}(${parameters.join(', ')})\n  RETURNS INT DETERMINISTIC\n  RETURN NULL`
    : `CREATE PROCEDURE ${qualified}(${parameters.map((parameter) => `IN ${parameter}`).join(', ')})\nBEGIN\nEND`;
}

/** Returns name and type as far as the argument determines them; an empty name otherwise. */
function describeArgument(
  { text }: Script,
  locals: readonly Local[],
  { span, variable }: Argument,
): { readonly name: string; readonly type: string } {
  const written = text.slice(span.start, span.end);
  const local = variable === null ? null : findLocal(locals, variable, span.start, false);
  if (local?.type != null) return { name: local.name.text, type: local.type };
  const name = variable === null ? '' : variable.replace(/^@+/, '');
  if (/^[+-]?\d+$/.test(written)) return { name, type: 'INT' };
  if (/^[+-]?\d*\.\d+$/.test(written)) return { name, type: 'DECIMAL(10,2)' };
  return { name, type: 'VARCHAR(255)' };
}

function lineEndOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
