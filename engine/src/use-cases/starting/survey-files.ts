/** The definitions in SQL files, from their texts alone, with given options of parsing. */
import { LineIndex } from '../../base/text';
import { lowerKey } from '../../routine/lower-definition';
import type { RoutineKey } from '../../routine/routine';
import type { ParserOptions } from '../../syntax/dialect';
import type { Definition, Script } from '../../syntax/nodes';
import { remains } from '../../syntax/later-statements';
import { parseScript } from '../../syntax/parse-script';
import type { SyntaxError } from '../../syntax/syntax-error';

/** A text that could be read. */
export interface ReadText {
  readonly file: string;
  readonly text: string;
}

export interface FoundRoutine {
  readonly key: RoutineKey;
  readonly line: number;
  /** The schema of the name, written or from USE; null if there is neither. */
  readonly schema: string | null;
  /** `user@host`; null for none and for CURRENT_USER. */
  readonly definer: string | null;
  readonly isUnderstood: boolean;
}

/** A CREATE statement that was not understood. */
export interface Misread {
  readonly line: number;
  readonly message: string;
}

export interface FileSurvey {
  readonly file: string;
  readonly routines: readonly FoundRoutine[];
  readonly misread: readonly Misread[];
}

export function surveyFile({ file, text }: ReadText, parserOptions: ParserOptions): FileSurvey {
  const script = parseScript(text, parserOptions);
  const lines = new LineIndex(text);
  const remaining = script.definitions.filter((definition) => remains(script.later, definition));
  const routines = remaining.map((definition) => describe(definition, lines));
  return { file, routines, misread: findMisread(script, lines) };
}

function describe(definition: Definition, lines: LineIndex): FoundRoutine {
  const { definer, errors, schema, span } = definition;
  return {
    key: lowerKey(definition, ''),
    line: lines.place(span.start).line,
    schema,
    definer: definer === null || definer.user === null ? null : `${definer.user}@${definer.host || '%'}`,
    isUnderstood: errors.length === 0,
  };
}

/** Returns each statement once, with its first error. */
function findMisread(script: Script, lines: LineIndex): readonly Misread[] {
  const ofRoutines = script.definitions.flatMap(({ span, errors }) => toMisread(span.start, errors, lines));
  const inRoutines = new Set(script.definitions.flatMap(({ errors }) => errors));
  const loose = script.errors.filter((error) => !inRoutines.has(error));
  const ofOthers = script.others
    .filter(({ verb }) => verb.startsWith('CREATE'))
    .flatMap(({ span }) =>
      toMisread(
        span.start,
        loose.filter(({ span: { start } }) => span.start <= start && start <= span.end),
        lines,
      ),
    );
  return [...ofRoutines, ...ofOthers].sort((a, b) => a.line - b.line);
}

function toMisread(start: number, [first]: readonly SyntaxError[], lines: LineIndex): readonly Misread[] {
  return first === undefined ? [] : [{ line: lines.place(start).line, message: first.message }];
}
