/** Inlay hints: before each argument the name of the parameter that takes it. */
import type { Span } from '../base/text';
import { resolveRoutine } from '../analysis/resolve';
import type { FileFacts, SourceIndex } from '../analysis/source-index';
import type { Argument, ParameterSyntax } from '../syntax/nodes';

export interface InlayHint {
  readonly offset: number;
  /** `day_id:`, `OUT total:`. */
  readonly label: string;
}

/** For the calls that touch the span, in the order of the text; an argument that is called as its parameter has none. */
export function findInlayHints(index: SourceIndex, { routines }: FileFacts, within: Span): readonly InlayHint[] {
  const hints = routines.flatMap(({ definition, routine }) => {
    if (definition.span.end < within.start || within.end < definition.span.start) return [];
    return definition.references.flatMap((reference) => {
      const end = reference.arguments.at(-1)?.span.end;
      if (end === undefined || end < within.start || within.end < reference.span.start) return [];
      const parameters = resolveRoutine(index, routine.key, reference)?.definition.parameters ?? [];
      return parameters.flatMap((parameter, i) => hintFor(parameter, reference.arguments[i]));
    });
  });
  return hints.sort((a, b) => a.offset - b.offset);
}

function hintFor({ name, mode }: ParameterSyntax, argument: Argument | undefined): readonly InlayHint[] {
  if (argument === undefined || argument.span.start === argument.span.end) return [];
  const given = argument.variable?.replace(/^@/, '').toLowerCase();
  if (given === name.text.toLowerCase()) return [];
  return [{ offset: argument.span.start, label: `${mode === 'in' ? '' : `${mode.toUpperCase()} `}${name.text}:` }];
}
