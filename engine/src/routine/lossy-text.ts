/** Texts of a head of which servers keep less than is written: their own tables hold utf8mb3, and a NUL ends some. */
import type { Span } from '../base/text';
import type { Definition } from '../syntax/nodes';
import { lowerReturns } from './lower-definition';
import type { TypeReading } from './types/normal-type';

export interface LossyText {
  readonly span: Span;
  /** A clause without a subject, such as `holds 😀, which the server stores as ?`. */
  readonly loss: string;
  readonly what: 'name' | 'name of a parameter' | 'comment' | 'type that it returns';
}

export function findLossyTexts(definition: Definition, reading: TypeReading): readonly LossyText[] {
  const { event, returns, characteristics, kind } = definition;
  const found: LossyText[] = [];
  const add = (text: Omit<LossyText, 'loss'>, value: string, endsAtNul: boolean): void => {
    const loss = findLoss(value, endsAtNul);
    if (loss !== null) found.push({ ...text, loss });
  };
  // MariaDB refuses such names.
  if (reading.dialect === 'mysql') {
    add({ span: definition.name.name.span, what: 'name' }, definition.name.name.text, false);
    for (const { name } of definition.parameters)
      add({ span: name.span, what: 'name of a parameter' }, name.text, false);
  }
  const written = characteristics.findLast((characteristic) => characteristic.kind === 'comment');
  if (written !== undefined)
    add({ span: written.span, what: 'comment' }, written.value, reading.dialect === 'mysql' || kind === 'event');
  if (event?.comment != null && event.commentSpan !== null)
    add({ span: event.commentSpan, what: 'comment' }, event.comment, true);
  const type = lowerReturns(definition, reading)?.type ?? '';
  if (returns !== null && /^(?:enum|set)\(/.test(type))
    add({ span: returns.span, what: 'type that it returns' }, type, false);
  return found;
}

function findLoss(value: string, endsAtNul: boolean): string | null {
  const wide = /[\u{10000}-\u{10ffff}]/u.exec(value)?.[0];
  if (wide !== undefined) return `holds ${wide}, which the server stores as ?`;
  return endsAtNul && value.includes('\0') ? 'holds \\0, and the server stores only what is before it' : null;
}
