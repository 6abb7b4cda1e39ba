/**
 * A routine's text in the form in which another text of the same routine is written, so that the two, side by side, show
 * their differences and nothing that a server writes in its own way.
 */
import type { Span } from '../../base/text';
import { findDifferences, type DifferenceKind } from '../../routine/difference';
import { readAgain } from '../../routine/rename-routine';
import { renderAccount } from '../../routine/render-create';
import type { Routine } from '../../routine/routine';
import type { CharacteristicSyntax, Definition } from '../../syntax/nodes';
import { textWithDefiner } from './text-with-definer';

interface Edit extends Span {
  readonly text: string;
}

/**
 * Returns the model's text, changed where the routine differs; the routine's own text where that cannot be done, which
 * is tried by reading the result again.
 * @param kinds The differences of the two; a definer that the model does not state is none of its text.
 */
export function textInFormOf(model: Routine, routine: Routine, kinds: ReadonlySet<DifferenceKind>): string {
  const differing = textKinds.filter((kind) => kinds.has(kind));
  if (differing.length === 0 && !kinds.has('unknown')) return model.text;
  const whole = textWithDefiner(routine, { isStated: model.definer !== null });
  const { script, definition } = readAgain(model, model.text, model.key).origin;
  if (script.text !== model.text || model.key.kind === 'view') return whole;
  const edits = [
    ...definerEdits(definition, routine, kinds),
    ...parameterEdits(definition, model, routine),
    ...returnsEdits(definition, routine, kinds),
    ...(kinds.has('characteristics') ? characteristicEdits(definition, routine) : []),
    ...bodyEdits(definition, model, routine),
  ];
  const text = applyAll(model.text, edits);
  const again = readAgain(model, text, model.key);
  if (again.origin.script.text !== text || again.parts.body !== routine.parts.body) return whole;
  const left = findDifferences(again, routine).filter(({ kind }) => kind !== 'definer' && kind !== 'modes');
  return left.some(({ kind }) => kinds.has(kind)) ? whole : text;
}

const textKinds = ['signature', 'body', 'layout', 'characteristics', 'definer'] as const;

function definerEdits({ definer }: Definition, routine: Routine, kinds: ReadonlySet<DifferenceKind>): readonly Edit[] {
  if (!kinds.has('definer') || definer === null || routine.definer === null) return [];
  return [{ ...definer.account, text: renderAccount(routine.definer) }];
}

function parameterEdits({ parameterList }: Definition, model: Routine, { parts }: Routine): readonly Edit[] {
  const [own, other] = [model.parts.parameters, parts.parameters];
  if (parameterList === null || own === null || other === null || own.trim() === other.trim()) return [];
  // MariaDB does not keep the gap before the first parameter of a function.
  const gap = /^\s/.test(other) ? '' : (/^\s*/.exec(own)?.[0] ?? '');
  return [{ ...parameterList, text: gap + other }];
}

function returnsEdits({ returns }: Definition, routine: Routine, kinds: ReadonlySet<DifferenceKind>): readonly Edit[] {
  const other = routine.origin.definition.returns;
  if (!kinds.has('signature') || returns === null || other === null) return [];
  return [{ ...returns.span, text: other.text }];
}

/** Changes each characteristic where it is, if both state the same ones, otherwise all of them together. */
function characteristicEdits(definition: Definition, { origin }: Routine): readonly Edit[] {
  const [own, others] = [definition.characteristics, origin.definition.characteristics];
  const write = ({ span }: Pick<CharacteristicSyntax, 'span'>): string =>
    origin.script.text.slice(span.start, span.end);
  const pairs = own.map((one) => [one, others.find(({ kind }) => kind === one.kind)] as const);
  if (own.length === others.length && pairs.every(([, other]) => other !== undefined))
    return pairs.flatMap(([one, other]) =>
      other === undefined || one.value === other.value ? [] : [{ ...one.span, text: write(other) }],
    );
  const [all, theirs] = [runOf(own), runOf(others)];
  const text = theirs === null ? '' : write({ span: theirs });
  if (all !== null) return [{ ...all, text }];
  const at = definition.body?.start;
  return at === undefined ? [] : [{ start: at, end: at, text: `${text}\n` }];
}

function runOf(list: readonly CharacteristicSyntax[]): Span | null {
  const [first, last] = [list[0], list.at(-1)];
  return first === undefined || last === undefined ? null : { start: first.span.start, end: last.span.end };
}

function bodyEdits({ body }: Definition, model: Routine, { parts }: Routine): readonly Edit[] {
  return body === null || model.parts.body === parts.body ? [] : [{ ...body, text: parts.body }];
}

function applyAll(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((changed, { start, end, text: part }) => changed.slice(0, start) + part + changed.slice(end), text);
}
