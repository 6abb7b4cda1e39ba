/** A share with its mark to reach, and the cases that fall short of it, each on a line. */

export interface Mark {
  readonly title: string;
  /** Per cent to reach; a whole count where `counts` is set. */
  readonly goal: number;
  /** The results of other parsers, printed in brackets. */
  readonly others: string;
  /** True to count the bad cases, of which none is best; otherwise the share of good ones is printed. */
  readonly counts?: true;
}

export class Tally {
  readonly mark: Mark;
  readonly remains: string[] = [];
  #all = 0;

  constructor(mark: Mark) {
    this.mark = mark;
  }

  /** Counts a case; a bad one is kept with its place, its reason and its text. */
  add(good: boolean, remaining: () => string): void {
    this.#all++;
    if (!good) this.remains.push(remaining());
  }

  get reached(): boolean {
    if (this.mark.counts) return this.remains.length <= this.mark.goal;
    return this.#share >= this.mark.goal;
  }

  /** Returns `✓ of what it accepts is read without an error 99.97 % 9,716 of 9,719 [99.95; …]`. */
  print(): string {
    const all = this.#all.toLocaleString('en-US');
    const bad = this.remains.length;
    const figure = this.mark.counts ? `${bad}` : `${this.#share.toFixed(2)} %`;
    const cases = this.mark.counts ? `of ${all}` : `${(this.#all - bad).toLocaleString('en-US')} of ${all}`;
    const sign = this.reached ? '✓' : '✗';
    return `  ${sign} ${this.mark.title.padEnd(52)} ${figure.padStart(9)}  ${cases.padEnd(18)} [${this.mark.goal}; ${this.mark.others}]`;
  }

  get #share(): number {
    return this.#all === 0 ? 100 : (100 * (this.#all - this.remains.length)) / this.#all;
  }
}

/** Returns a case as one line: its place, the message, and the beginning of its text. */
export function printCase(place: string, reason: string, text: string): string {
  const flat = text.replace(/\s+/g, ' ');
  return `${place} | ${reason} | ${flat.slice(0, 600)}`;
}
