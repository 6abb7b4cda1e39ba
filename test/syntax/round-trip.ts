/** Tokens and gaps are the text, and every reported position is inside it. */
import assert from 'node:assert/strict';
import type { ParserOptions } from '../../engine/src/syntax/dialect';
import type { Script } from '../../engine/src/syntax/nodes';
import { parseScript } from '../../engine/src/syntax/parse-script';

/**
 * Checks that tokens are in order, gaps between them contain only whitespace and comments, and all spans are inside the
 * text.
 */
export function checkRoundTrip(text: string, options: ParserOptions): void {
  const script = parseScript(text, options);
  const { tokens } = script;
  let at = 0;
  for (let i = 0; i < tokens.count; i++) {
    const [start, end] = [tokens.start[i]!, tokens.end[i]!];
    if (start < at || end <= start || end > text.length) assert.fail(`token ${i} of ${JSON.stringify(text)}`);
    checkGap(text.slice(at, start), text);
    at = end;
  }
  checkGap(text.slice(at), text);
  for (const span of allSpans(script))
    if (span.start < 0 || span.end < span.start || span.end > text.length) assert.fail(JSON.stringify({ span, text }));
}

function checkGap(gap: string, text: string): void {
  // The client drops a backslash that ends a line, its own commands, control characters before a delimiter and a NUL.
  // MariaDB's client drops lines of dashes even without a blank after them.
  const pattern =
    /^(\ufeff|[\0-\x20\x7f]|#[^\n]*|--[^\n]*|\\(?=\r?\n|$)|\\[dhurCPRT.!?][^\n\r]*|\\[enpstwWx#]|\*\/|\/\*M?!\d*|\/\*[\s\S]*?(\*\/|$))*$/;
  if (!pattern.test(gap)) assert.fail(JSON.stringify({ gap, text }));
}

function allSpans({ definitions, others, errors, warnings, notes }: Script): { start: number; end: number }[] {
  const spans = [...others, ...errors, ...warnings, ...notes].map(({ span }) => span);
  for (const { span, references, name, parameters, body, dynamic } of definitions) {
    spans.push(span, name.span, ...references.map((reference) => reference.span), ...parameters.map((one) => one.span));
    spans.push(...dynamic.map((one) => one.span));
    if (body !== null) spans.push(body);
  }
  return spans;
}
