/** Operators of one, two and three characters. */
import { op } from './tokens';

/** Returns the number of characters of the operator that begins here. */
export function operatorLength(text: string, start: number, code: number): number {
  const next = text.charCodeAt(start + 1);
  switch (code) {
    case op.colon:
    case op.exclamation:
      return next === op.equals ? 2 : 1;
    case op.less:
      if (next === op.equals) return text.charCodeAt(start + 2) === op.greater ? 3 : 2;
      return next === op.greater || next === op.less ? 2 : 1;
    case op.greater:
      return next === op.equals || next === op.greater ? 2 : 1;
    case op.minus:
      if (next !== op.greater) return 1;
      return text.charCodeAt(start + 2) === op.greater ? 3 : 2;
    case 38:
    case 124:
    case op.dot:
      return next === code ? 2 : 1;
    default:
      return 1;
  }
}

/** Returns the id of the operator: its char code, or for longer ones the id of `op`. */
export function operatorId(text: string, start: number, length: number): number {
  if (length === 1) return text.charCodeAt(start);
  return longOperators.get(text.slice(start, start + length)) ?? 0;
}

const longOperators = new Map<string, number>([
  [':=', op.assign],
  ['<=>', op.nullSafeEquals],
  ['<=', op.lessOrEqual],
  ['<>', op.notEqual],
  ['!=', op.notEqual],
  ['<<', op.shiftLeft],
  ['>=', op.greaterOrEqual],
  ['>>', op.shiftRight],
  ['||', op.or],
  ['&&', op.and],
  ['->', op.arrow],
  ['->>', op.doubleArrow],
  ['..', op.range],
]);
