/** Inlay hints: before each argument the name of the parameter that takes it. */
import type { Span } from '../base/text';
import { resolveRoutine } from '../analysis/program/resolve';
import type { FileFacts, SourceIndex } from '../analysis/sources/source-index';
import type { Parameter } from '../routine/routine';
import type { Argument } from '../syntax/nodes';

export interface InlayHint {
  readonly offset: number;
  /** `day_id:`, `OUT total:`. */
  readonly label: string;
}

/**
 * Returns the hints for the calls that touch the span, in the order of the text; an argument with the name of its
 * parameter has none.
 */
export function findInlayHints(index: SourceIndex, { routines }: FileFacts, within: Span): readonly InlayHint[] {
  const hints = routines.flatMap((source) => {
    if (source.span.end < within.start || within.end < source.span.start) return [];
    return source.definition.references.flatMap((reference) => {
      const end = reference.arguments.at(-1)?.span.end;
      if (end === undefined || end < within.start || within.end < reference.span.start) return [];
      const parameters = resolveRoutine(index, source.key, reference)?.signature.parameters ?? [];
      return parameters.flatMap((parameter, i) => hintFor(parameter, reference.arguments[i], source.script.text));
    });
  });
  return hints.sort((a, b) => a.offset - b.offset);
}

function hintFor({ name, mode }: Parameter, argument: Argument | undefined, text: string): readonly InlayHint[] {
  if (argument === undefined || argument.span.start === argument.span.end) return [];
  const given = text.slice(argument.span.start, argument.span.end).toLowerCase();
  const wanted = name.toLowerCase();
  if (given.replace(/^@/, '') === wanted) return [];
  // An output is worth a hint even then.
  if (mode === 'in' && bareName(given) === bareName(wanted)) return [];
  return [{ offset: argument.span.start, label: `${mode === 'in' ? '' : `${mode.toUpperCase()} `}${name}:` }];
}

/**
 * Returns `product_id` for `v_product_id`, `p_product_id`, `NEW.product_id` and `` o.`product_id` ``; the text itself
 * if it is not a name.
 */
function bareName(text: string): string {
  const [, name] = /^(?:[\w$`]+\s*\.\s*)*@?`?([\w$]+)`?$/.exec(text) ?? [];
  return name === undefined ? text : name.replace(/^(?:p|v|l|in|out|inout|par|param|var|arg)?_+(?=.)/, '');
}
