/** Texts of a head of which servers keep less than is written: their own tables hold utf8mb3, and a NUL ends some. */
import type { Span } from '../base/text';
import type { Definition } from '../syntax/nodes';
import { lowerReturns } from './lower-definition';
import type { TypeReading } from './types/normal-type';

export interface LossyText {
  readonly span: Span;
  /** One sentence, such as `The comment contains 😀, which the server stores as ?.` */
  readonly problem: string;
}

export function findLossyTexts(definition: Definition, reading: TypeReading): readonly LossyText[] {
  const { event, returns, characteristics, kind } = definition;
  const found: LossyText[] = [];
  const add = (span: Span, part: Part, value: string, endsAtNul: boolean): void => {
    const problem = findLoss(part, value, endsAtNul);
    if (problem !== null) found.push({ span, problem });
  };
  // MariaDB rejects these names.
  if (reading.dialect === 'mysql') {
    add(definition.name.name.span, 'name', definition.name.name.text, false);
    for (const { name } of definition.parameters) add(name.span, 'parameter name', name.text, false);
  }
  const written = characteristics.findLast((characteristic) => characteristic.kind === 'comment');
  if (written !== undefined)
    add(written.span, 'comment', written.value, reading.dialect === 'mysql' || kind === 'event');
  if (event?.comment != null && event.commentSpan !== null) add(event.commentSpan, 'comment', event.comment, true);
  const type = lowerReturns(definition, reading)?.type ?? '';
  if (returns !== null && /^(?:enum|set)\(/.test(type)) add(returns.span, 'return type', type, false);
  return found;
}

type Part = 'name' | 'parameter name' | 'comment' | 'return type';

function findLoss(part: Part, value: string, endsAtNul: boolean): string | null {
  const wide = /[\u{10000}-\u{10ffff}]/u.exec(value)?.[0];
  if (wide !== undefined) return `The ${part} contains ${wide}, which the server stores as ?.`;
  if (!endsAtNul || !value.includes('\0')) return null;
  return `The ${part} contains \\0, and the server stores only the text before it.`;
}
