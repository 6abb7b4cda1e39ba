/** Built-in functions at the cursor, with a tab stop for each argument. */
import type { SourceIndex } from '../../analysis/sources/source-index';
import { listBuiltIns, type BuiltIn } from '../built-ins/built-ins';
import { makeStops } from '../built-ins/call-form';
import { isWrittenAlone } from '../built-ins/called-built-in';
import type { CompletionPlace } from './completion-place';
import type { Completion } from './proposal';

/**
 * Returns the functions of the project's server of which a part begins with the typed letters; none before the first
 * letter, where hundreds would be listed.
 */
export function completeBuiltIns(index: SourceIndex, place: CompletionPlace): readonly Completion[] {
  const begun = place.typed.toUpperCase();
  if (begun === '') return [];
  const isBegun = ({ name }: BuiltIn): boolean => name.startsWith(begun) || name.includes(`_${begun}`);
  const found = listBuiltIns(index.parserOptions).filter(isBegun);
  const rank = ({ name, deprecated }: BuiltIn): number =>
    (name.startsWith(begun) ? 0 : 2) + (deprecated === null ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b)).map((one) => toCompletion(one, place));
}

function toCompletion(builtIn: BuiltIn, { span, isCalled, isLower }: CompletionPlace): Completion {
  const { name, group, about, forms, deprecated, versions } = builtIn;
  const label = isLower ? name.toLowerCase() : name;
  const isPlain = isCalled || isWrittenAlone(name);
  return {
    kind: 'function',
    label,
    detail: forms[0],
    insert: isPlain ? label : label + makeStops(forms[0]).slice(name.length),
    isSnippet: !isPlain,
    span,
    about: [about, deprecated ?? '', [`${group} function`, versions].filter((part) => part !== '').join(', ')]
      .filter((line) => line !== '')
      .join('\n'),
    isDeprecated: deprecated !== null,
  };
}
