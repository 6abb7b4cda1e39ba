/** The engine's reading of one statement, with its time. */
import { LineIndex } from '../../engine/src/base/text';
import type { ParserOptions } from '../../engine/src/syntax/dialect';
import type { Script } from '../../engine/src/syntax/nodes';
import { parseScript } from '../../engine/src/syntax/parse-script';

export interface ReadOutcome {
  readonly script: Script | null;
  /** Line and message of the first error; null where there is none. */
  readonly error: { readonly line: number; readonly message: string } | null;
  /** Milliseconds; a slow reading is repeated, since the machine may have been busy. */
  readonly ms: number;
}

/** No statement may take longer. */
export const slowestMs = 50;

/** Reads; where the parser throws, that is the outcome. */
export function readStatement(text: string, options: ParserOptions): ReadOutcome {
  let best = readOnce(text, options);
  for (let again = 0; again < 2 && best.ms > slowestMs; again++) {
    const next = readOnce(text, options);
    if (next.ms < best.ms) best = next;
  }
  return best;
}

function readOnce(text: string, options: ParserOptions): ReadOutcome {
  const start = performance.now();
  try {
    const script = parseScript(text, options);
    const error = findFirstError(text, script);
    return { script, error, ms: performance.now() - start };
  } catch (problem) {
    const message = `the parser threw: ${String(problem)}`;
    return { script: null, error: { line: 0, message }, ms: performance.now() - start };
  }
}

function findFirstError(text: string, script: Script): ReadOutcome['error'] {
  const [first] = script.errors;
  if (first !== undefined) {
    const { line } = new LineIndex(text).place(first.span.start);
    return { line, message: `${first.code}: ${first.message}` };
  }
  return script.definitions.length === 0 ? { line: 1, message: 'no definition was found' } : null;
}
