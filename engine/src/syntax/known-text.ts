/** The value of expressions made of texts, as far as it can be known without running them. */
import { readText } from './literals';
import { backslashEscapes } from './parse-characteristics';
import type { TokenCursor } from './token-cursor';
import { op, tokenKind } from './tokens';

/**
 * The placeholder of a value that is known only at run time. It is a word character that no text contains, so that it
 * becomes part of an adjacent name: a name that contains it is unknown.
 */
export const hole = '\ufffc';

/** The value of a variable, lower case with its @, or null where it is not known. */
export type ValueOf = (variable: string) => string | null;

/** Returns the text of an expression, with a hole for each unknown part; null if all of it is unknown. */
export function evaluateText(r: TokenCursor, first: number, end: number, valueOf: ValueOf): string | null {
  if (isNestedTooDeeply(r, first, end)) return null;
  const value = evaluate(r, first, end, valueOf);
  return value.replaceAll(hole, '').trim() === '' ? null : value;
}

/** Returns true for a nesting that no real text has: each level is read again by the enclosing one. */
function isNestedTooDeeply(r: TokenCursor, first: number, end: number): boolean {
  let depth = 0;
  for (let i = first; i < end; i++) {
    const id = r.id(i);
    if (id === op.openParenthesis && ++depth > deepestText) return true;
    if (id === op.closeParenthesis) depth--;
  }
  return false;
}

const deepestText = 50;

function evaluate(r: TokenCursor, first: number, end: number, valueOf: ValueOf): string {
  if (end <= first) return hole;
  const parts = concatenatesBars(r, first) ? splitAt(r, op.or, first, end) : [];
  if (parts.length > 1) return parts.map(([from, to]) => evaluate(r, from, to, valueOf)).join('');
  const kind = r.kind(first);
  if (kind === tokenKind.string) return readTexts(r, first, end);
  if (r.id(first) === op.openParenthesis && r.id(end - 1) === op.closeParenthesis)
    return evaluate(r, first + 1, end - 1, valueOf);
  if (kind === tokenKind.word && r.raw(first).startsWith('_') && r.kind(first + 1) === tokenKind.string)
    return readTexts(r, first + 1, end);
  if (end - first === 1) {
    if (kind === tokenKind.number) return r.raw(first);
    const isVariable = kind === tokenKind.userVariable || r.isName(first);
    return isVariable ? (valueOf(r.name(first).text.toLowerCase()) ?? hole) : hole;
  }
  if (r.id(first + 1) !== op.openParenthesis || r.id(end - 1) !== op.closeParenthesis) return hole;
  const values = splitAt(r, op.comma, first + 2, end - 1).map(([from, to]) => evaluate(r, from, to, valueOf));
  return callFunction(r.upper(first), values);
}

/** Returns the result of the functions that usually build texts. */
function callFunction(name: string, values: readonly string[]): string {
  const [one = hole, two = hole, three = hole] = values;
  switch (name) {
    case 'CONCAT':
      return values.join('');
    case 'CONCAT_WS':
      return values.slice(1).join(one);
    case 'REPLACE':
      return values.length !== 3 || two === '' || two.includes(hole) ? hole : one.replaceAll(two, () => three);
    case 'CHAR':
      return values.every(isNumber) ? values.map((value) => String.fromCharCode(Number(value))).join('') : hole;
    case 'SPACE':
      return values.length === 1 && isNumber(one) ? ' '.repeat(Math.min(Number(one), mostSpaces)) : hole;
    default:
      return hole;
  }
}

const mostSpaces = 1000;

function isNumber(value: string): boolean {
  return /^\d{1,4}$/.test(value);
}

/** Returns true if `||` concatenates in the mode of this token; otherwise it is OR. */
function concatenatesBars(r: TokenCursor, index: number): boolean {
  const change = r.tokens.modeChanges.findLast(({ token }) => token <= index);
  const modes = change?.modes ?? r.options.sqlMode;
  return modes.includes('PIPES_AS_CONCAT') || modes.includes('ANSI') || modes.includes('ORACLE');
}

/** Joins string literals that follow each other, which are one string. */
function readTexts(r: TokenCursor, first: number, end: number): string {
  let text = '';
  for (let i = first; i < end; i++) {
    if (r.kind(i) !== tokenKind.string) return hole;
    text += readText(r.raw(i), backslashEscapes(r, i));
  }
  return text;
}

/** Returns the parts between separators outside parentheses. */
function splitAt(r: TokenCursor, separator: number, first: number, end: number): [number, number][] {
  const parts: [number, number][] = [];
  let from = first;
  let depth = 0;
  for (let i = first; i <= end; i++) {
    const id = r.id(i);
    if (id === op.openParenthesis) depth++;
    else if (id === op.closeParenthesis) depth--;
    if (i < end && (id !== separator || depth > 0)) continue;
    parts.push([from, i]);
    from = i + 1;
  }
  return parts;
}
