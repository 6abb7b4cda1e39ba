/** The value of an expression that a SET gives to sql_mode or keeps in a variable, as far as it can be computed from the text. */
import { kw } from './keywords';
import { readName, readText } from './literals';
import type { TokenBuffer } from './token-buffer';
import { op, tokenKind } from './tokens';
import { findWordId } from './vocabulary';

/** The value; undefined if it cannot be computed from the text. */
export type ModeValue = string | number | null | undefined;

const trim = findWordId('TRIM');
const upper = findWordId('UPPER');
const lower = findWordId('LOWER');
const ifNull = findWordId('IFNULL');
const coalesce = findWordId('COALESCE');

/** The maximum nesting, more than any text needs and less than the stack allows. */
const deepest = 50;

/** All modes together are shorter; a variable that is joined with itself again and again would fill the memory. */
const longest = 2000;

export class ModeExpression {
  readonly #text: string;
  readonly #tokens: TokenBuffer;
  readonly #end: number;
  readonly #find: (variable: string) => ModeValue;
  #position: number;
  #depth = 0;

  /**
   * Creates a reader.
   * @param find Returns the value of a variable, by its name with the @ in lower case.
   */
  constructor(
    text: string,
    tokens: TokenBuffer,
    { first, end }: { readonly first: number; readonly end: number },
    find: (variable: string) => ModeValue,
  ) {
    this.#text = text;
    this.#tokens = tokens;
    this.#position = first;
    this.#end = end;
    this.#find = find;
  }

  /** Returns the value of the whole expression. */
  evaluate(): ModeValue {
    const value = this.#read();
    return this.#position === this.#end ? value : undefined;
  }

  #read(): ModeValue {
    if (this.#depth >= deepest) return undefined;
    this.#depth++;
    const value = this.#readOne();
    this.#depth--;
    return typeof value === 'string' && value.length > longest ? undefined : value;
  }

  #readOne(): ModeValue {
    const index = this.#position++;
    if (index >= this.#end) return undefined;
    const raw = this.#text.slice(this.#tokens.start[index], this.#tokens.end[index]);
    switch (this.#tokens.kind[index]) {
      case tokenKind.string:
        return readText(raw, true);
      case tokenKind.number:
        return /^\d+$/.test(raw) ? Number(raw) : undefined;
      case tokenKind.quotedName:
        return readName(raw);
      case tokenKind.userVariable:
      case tokenKind.systemVariable:
        return this.#find(raw.replaceAll('`', '').toLowerCase());
      case tokenKind.word:
        return this.#readWord(this.#tokens.id[index] ?? 0, raw);
      default:
        return this.#tokens.id[index] === op.openParenthesis ? this.#readInside() : undefined;
    }
  }

  /** Reads `( … )` or `(SELECT …)`, after its opening parenthesis. */
  #readInside(): ModeValue {
    this.#accept(kw.SELECT);
    const value = this.#read();
    return this.#accept(op.closeParenthesis) ? value : undefined;
  }

  #readWord(id: number, raw: string): ModeValue {
    if (!this.#accept(op.openParenthesis)) return id === kw.NULL ? null : raw;
    const values: ModeValue[] = [];
    do values.push(this.#read());
    while (this.#accept(op.comma));
    if (!this.#accept(op.closeParenthesis)) return undefined;
    return values.includes(undefined) ? undefined : call(id, values);
  }

  #accept(id: number): boolean {
    if (this.#position >= this.#end || this.#tokens.id[this.#position] !== id) return false;
    this.#position++;
    return true;
  }
}

function call(id: number, values: readonly ModeValue[]): ModeValue {
  const [first, second, third] = values;
  if (id === kw.IF && values.length === 3)
    return typeof first === 'number' ? (first === 0 ? third : second) : first === null ? third : undefined;
  if (id === ifNull || id === coalesce) return values.find((value) => value !== null) ?? null;
  if (id === kw.CONCAT_WS) {
    const [separator, ...parts] = values;
    return separator == null ? null : parts.filter((part) => part !== null).join(String(separator));
  }
  if (values.includes(null)) return null;
  const texts = values.map(String);
  const [whole = '', from = '', to = ''] = texts;
  if (id === kw.CONCAT) return texts.join('');
  if (id === kw.REPLACE && texts.length === 3) return from === '' ? whole : whole.replaceAll(from, to);
  if (texts.length !== 1) return undefined;
  if (id === trim) return whole.replace(/^ +| +$/g, '');
  if (id === upper) return whole.toUpperCase();
  return id === lower ? whole.toLowerCase() : undefined;
}
