/** The names of a routine inside the texts of dynamic statements, as far as they can be renamed. */
import { append } from '../../base/long-lists';
import { fail, succeed, type Result } from '../../base/result';
import type { Span } from '../../base/text';
import { targetKey } from '../../analysis/sources/target-key';
import type { SourceIndex, SourceRoutine } from '../../analysis/sources/source-index';
import { identify, printKey } from '../../routine/routine';
import type { DynamicStatement } from '../../syntax/nodes';
import { parseScript } from '../../syntax/parse-script';
import { tokenKind } from '../../syntax/tokens';
import { firstToken, spanOfToken } from './token-at';

export interface DynamicName {
  readonly file: string;
  /** The span of the name without its schema, within the literal. */
  readonly span: Span;
}

/**
 * Returns all of them, or the routine whose text is not one literal without escapes: there the characters of the name
 * cannot be located.
 */
export function findDynamicNames(index: SourceIndex, identity: string): Result<readonly DynamicName[], string> {
  const found: DynamicName[] = [];
  for (const { file, routines } of index.filesThatName(identity))
    for (const source of routines) {
      if (!source.references.some(({ target, isDynamic }) => isDynamic && target.id === identity)) continue;
      for (const dynamic of source.definition.dynamic) {
        if (!dynamic.references.some((one) => identify(targetKey(source.key, one)) === identity)) continue;
        const spans = namesInLiteral(source, dynamic, identity);
        if (spans === null) return fail(printKey(source.key));
        append(
          found,
          spans.map((span) => ({ file, span })),
        );
      }
    }
  return succeed(found);
}

/** Returns null if the statement's text is anything but a plain literal. */
function namesInLiteral(source: SourceRoutine, dynamic: DynamicStatement, identity: string): readonly Span[] | null {
  const { script, parserOptions, key } = source;
  const { sql, span, from } = dynamic;
  if (from !== 'literal' || sql === null) return null;
  const literal = findOnlyLiteral(script, span);
  if (literal === null || script.text.slice(literal.start + 1, literal.end - 1) !== sql) return null;
  const [definition] = parseScript(`${head}${sql}`, {
    ...parserOptions,
    client: false,
    schema: key.schema,
  }).definitions;
  const names = definition?.references.filter(
    (one) => (one.kind === 'call' || one.kind === 'function') && identify(targetKey(key, one)) === identity,
  );
  const shift = literal.start + 1 - head.length;
  return names?.map(({ nameSpan }) => ({ start: nameSpan.start + shift, end: nameSpan.end + shift })) ?? null;
}

const head = 'CREATE PROCEDURE sproc_dynamic() ';

function findOnlyLiteral(script: SourceRoutine['script'], { start, end }: Span): Span | null {
  const found: Span[] = [];
  for (let i = firstToken(script, start); i < script.tokens.count; i++) {
    const span = spanOfToken(script, i);
    if (span.start >= end) break;
    if (script.tokens.kind[i] === tokenKind.string) found.push(span);
  }
  const [only, second] = found;
  return second === undefined ? (only ?? null) : null;
}
