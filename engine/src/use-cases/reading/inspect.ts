/** The definitions and uses of each file, from its text alone: without a server or a project file. */
import type { InspectAnswer, InspectedDynamic, InspectedFinding, InspectedRoutine } from '../answers/inspect';
import { LineIndex } from '../../base/text';
import { lowerCharacteristics } from '../../routine/lower-characteristics';
import type { ParserOptions } from '../../syntax/dialect';
import type { Definition, Reference } from '../../syntax/nodes';
import { parseScript } from '../../syntax/parse-script';
import type { SyntaxError } from '../../syntax/syntax-error';

export interface SourceText {
  readonly file: string;
  readonly text: string;
}

/** Returns the answer that `sproc inspect --json` prints: each list without duplicates, names as written. */
export function inspect(sources: readonly SourceText[], parserOptions: ParserOptions): InspectAnswer {
  const routines: InspectedRoutine[] = [];
  const errors: InspectedFinding[] = [];
  const notes: InspectedFinding[] = [];
  for (const { file, text } of sources) {
    const script = parseScript(text, parserOptions);
    const lines = new LineIndex(text);
    const named = script.definitions.filter(({ name }) => name.name.text !== '');
    for (const definition of named.flatMap((one) => [one, ...one.members]))
      routines.push(inspectDefinition(file, lines, definition));
    const place = ({ span, code, message }: SyntaxError): InspectedFinding => {
      return { file, ...lines.place(span.start), code, message };
    };
    const undecoded = script.warnings.filter(({ code }) => code === 'broken-encoding');
    for (const error of [...undecoded, ...script.errors]) errors.push(place(error));
    const others = script.warnings.filter(({ code }) => code !== 'broken-encoding');
    for (const note of [...others, ...script.notes.filter(({ code }) => code === 'file-not-read')])
      notes.push(place(note));
  }
  return { routines, errors, notes };
}

function inspectDefinition(file: string, lines: LineIndex, definition: Definition): InspectedRoutine {
  const { references } = definition;
  return {
    kind: definition.kind,
    schema: definition.schema,
    name: definition.name.name.text,
    file,
    line: lines.place(definition.span.start).line,
    endLine: lines.place(definition.span.end).line,
    parameters: definition.parameters.map(({ mode, name, type }) => ({
      mode: mode === 'in' ? 'IN' : mode === 'out' ? 'OUT' : 'INOUT',
      name: name.text,
      type: type.text,
    })),
    returns: definition.returns?.text ?? null,
    ...listNames(references),
    ddl: references
      .filter((reference) => reference.kind === 'ddl')
      .map((reference) => ({ verb: reference.verb ?? '', table: printName(reference) })),
    temporary: namesOf(
      references.filter(({ verb }) => verb !== 'DROP'),
      'temporary',
    ),
    dynamic: definition.dynamic.map(inspectDynamic),
    characteristics: lowerCharacteristics(definition),
    definer: printDefiner(definition),
  };
}

function inspectDynamic({ sql, certainty, references }: Definition['dynamic'][number]): InspectedDynamic {
  return { sql, certainty, ...listNames(references) };
}

function listNames(
  references: readonly Reference[],
): Pick<InspectedDynamic, 'calls' | 'functions' | 'reads' | 'writes'> {
  return {
    calls: namesOf(references, 'call'),
    functions: namesOf(references, 'function'),
    reads: namesOf(references, 'read'),
    writes: namesOf(references, 'write'),
  };
}

/** Returns the names. A table whose type alone is used is not read: no server opens it when the routine is used. */
function namesOf(references: readonly Reference[], kind: Reference['kind']): readonly string[] {
  const wanted = references.filter((reference) => reference.kind === kind && reference.verb !== 'TYPE');
  return [...new Set(wanted.map(printName))];
}

/** Returns the name as written: a neighbour in the same package may be without the package's name. */
function printName({ schema, package: owner, name, span, nameSpan }: Reference): string {
  const isQualified = span.start < nameSpan.start || schema !== null;
  return [...(isQualified ? [schema, owner] : []), name].filter((part) => part !== null).join('.');
}

function printDefiner({ definer }: Definition): string | null {
  if (definer === null) return null;
  return definer.user === null ? 'CURRENT_USER' : `${definer.user}@${definer.host || '%'}`;
}
