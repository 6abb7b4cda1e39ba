/** A growing buffer of tokens. */
import { isSpaceCode } from './characters';
import { op, tokenKind } from './tokens';

/** The maximum length of names in characters, on both servers. */
export const longestName = 64;

export class TokenBuffer {
  count = 0;
  /** The indices of names that a server may reject because of their form. */
  readonly oddNames: number[] = [];
  kind: Uint8Array;
  start: Int32Array;
  end: Int32Array;
  id: Uint16Array;

  /**
   * Creates a buffer.
   * @param expected A guess of the number of tokens; the buffer doubles when it is too small.
   */
  constructor(expected: number) {
    const capacity = Math.max(64, expected);
    this.kind = new Uint8Array(capacity);
    this.start = new Int32Array(capacity);
    this.end = new Int32Array(capacity);
    this.id = new Uint16Array(capacity);
  }

  push(kind: number, start: number, end: number, id: number): void {
    const index = this.count;
    // Two zeros remain after the last token, so that a look-ahead needs no bounds check.
    if (index + 2 >= this.kind.length) this.#grow();
    this.kind[index] = kind;
    this.start[index] = start;
    this.end[index] = end;
    this.id[index] = id;
    this.count = index + 1;
  }

  /** Notes whether the name in quotes that is about to be pushed is empty, ends with a blank, or is long. */
  noteQuotedName(text: string, start: number, end: number): void {
    const length = end - start - 2;
    if (length <= 0 || length > longestName || isSpaceCode(text.charCodeAt(end - 2))) this.oddNames.push(this.count);
  }

  /** Forgets the tokens from this one on. */
  forget(first: number): void {
    this.count = first;
    while ((this.oddNames.at(-1) ?? -1) >= first) this.oddNames.pop();
  }

  /** Returns true if the last token is a dot that ends here. */
  followsDot(start: number): boolean {
    const last = this.count - 1;
    return last > 0 && this.id[last] === op.dot && this.end[last] === start;
  }

  /** Returns true if the last token is a name that ends here. */
  followsName(start: number): boolean {
    const last = this.count - 1;
    if (last < 0 || this.end[last] !== start) return false;
    return this.kind[last] === tokenKind.word || this.kind[last] === tokenKind.quotedName;
  }

  #grow(): void {
    const capacity = this.kind.length * 2;
    const { kind, start, end, id } = this;
    this.kind = new Uint8Array(capacity);
    this.kind.set(kind);
    this.start = new Int32Array(capacity);
    this.start.set(start);
    this.end = new Int32Array(capacity);
    this.end.set(end);
    this.id = new Uint16Array(capacity);
    this.id.set(id);
  }
}
