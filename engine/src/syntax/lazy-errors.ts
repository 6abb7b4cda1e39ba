/** Errors that are looked for when somebody asks. */
import type { SyntaxError } from './syntax-error';

/**
 * A class, since a getter in an object literal gives every object a hidden class of its own, and that keeps the whole
 * syntax tree in memory until the next full collection: reading many files then takes four times as long.
 */
export class LazyErrors {
  readonly #find: () => readonly SyntaxError[];
  #found: readonly SyntaxError[] | null = null;

  constructor(find: () => readonly SyntaxError[]) {
    this.#find = find;
  }

  get errors(): readonly SyntaxError[] {
    return (this.#found ??= this.#find());
  }
}
