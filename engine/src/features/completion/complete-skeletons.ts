/** Skeletons at the cursor: with the case of the keywords around it, and DELIMITER lines where the file needs them. */
import type { SourceIndex } from '../../analysis/sources/source-index';
import { delimiterAt } from '../places/delimiter';
import { firstToken } from '../places/token-at';
import type { Completion } from './proposal';
import type { CompletionPlace } from './completion-place';
import {
  cursorSkeleton,
  handlerSkeleton,
  routineSkeletons,
  statementSkeletons,
  transactionSkeleton,
  type Skeleton,
} from './skeletons';

/** Returns a whole routine for its short word, and for the CREATE that it begins with. */
export function completeRoutineSkeletons(
  index: SourceIndex,
  file: string,
  place: CompletionPlace,
): readonly Completion[] {
  const typed = place.typed.toUpperCase();
  const [before, after] = delimiterLines(index, file, place);
  return routineSkeletons.flatMap((skeleton): Completion[] => {
    const whole = { ...skeleton, text: `${escape(before)}${skeleton.text}${escape(after)}` };
    const byHead = skeleton.head.startsWith(typed);
    const label = place.isLower ? skeleton.head.toLowerCase() : skeleton.head;
    return [
      ...(byHead ? [{ ...toCompletion(whole, place, place.isLower), label, kind: 'keyword' as const }] : []),
      ...(isBegun(skeleton, place) ? [toCompletion(whole, place, place.isLowerAround)] : []),
    ];
  });
}

export function completeStatementSkeletons(place: CompletionPlace): readonly Completion[] {
  const kind = place.owner?.key.kind;
  const offered = [
    ...statementSkeletons,
    cursorSkeleton,
    ...(kind === 'procedure' || kind === 'event' ? [transactionSkeleton] : []),
    ...(place.block === 'BEGIN' ? [handlerSkeleton] : []),
  ];
  return offered
    .filter((skeleton) => isBegun(skeleton, place))
    .map((one) => toCompletion(one, place, place.isLowerAround));
}

/**
 * Returns true once a letter is typed, since a list of all would hide the statements; not for a whole word after which a
 * person ends the line.
 */
function isBegun({ word }: Skeleton, { typed }: CompletionPlace): boolean {
  const begun = typed.toLowerCase();
  return begun !== '' && word.startsWith(begun) && !(begun === word && lineEnds.has(word));
}

const lineEnds = new Set(['begin', 'case', 'loop', 'repeat']);

function toCompletion({ word, detail, text }: Skeleton, { span }: CompletionPlace, isLower: boolean): Completion {
  return { kind: 'skeleton', label: word, detail, insert: isLower ? text.toLowerCase() : text, isSnippet: true, span };
}

/** Returns what to write before and after a routine so that command line clients read it whole. */
function delimiterLines(index: SourceIndex, file: string, { offset }: CompletionPlace): readonly [string, string] {
  const script = index.facts(file)?.script;
  if (script === undefined || !index.parserOptions.client) return ['', ''];
  const inForce = delimiterAt(script, firstToken(script, offset));
  if (inForce !== ';') return ['', inForce];
  const usual = usualDelimiter(index);
  return usual === ';' ? ['', ';'] : [`DELIMITER ${usual}\n`, `${usual}\nDELIMITER ;`];
}

/** Returns the delimiter of the project's first file with one; `;` in a project that has routines without any. */
function usualDelimiter(index: SourceIndex): string {
  let hasRoutines = false;
  for (const { script, routines } of index.reachableFiles()) {
    const [first] = routines;
    if (first === undefined) continue;
    const used = delimiterAt(script, firstToken(script, first.definition.span.start));
    if (used !== ';') return used;
    hasRoutines = hasRoutines || first.definition.undelimited;
  }
  return hasRoutines ? ';' : '$$';
}

function escape(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
