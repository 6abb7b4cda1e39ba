/** Positions in a text: half-open spans of UTF-16 offsets, and lines and columns made from them on demand. */

/** A half-open range of UTF-16 code units: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A position as people count it: line and column from 1, columns in UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The positions at which lines begin. `\n`, `\r\n` and a lone `\r` end a line, as in LSP ("Text Documents"). */
export class LineIndex {
  readonly #starts: readonly number[];
  readonly #length: number;

  constructor(text: string) {
    this.#starts = findLineStarts(text);
    this.#length = text.length;
  }

  place(offset: number): Place {
    const clamped = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: clamped - (this.#starts[low] ?? 0) + 1 };
  }

  /** Returns the offset of a place. A place past the end of the line or the text is moved back to it. */
  offset(place: Place): number {
    const line = Math.max(1, Math.min(place.line, this.#starts.length));
    const start = this.#starts[line - 1] ?? 0;
    const next = this.#starts[line] ?? this.#length + 1;
    return Math.min(start + Math.max(0, place.column - 1), Math.max(start, next - 1), this.#length);
  }
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}
