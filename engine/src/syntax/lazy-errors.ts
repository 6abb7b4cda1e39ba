/** Errors that are computed on demand. */
import type { SyntaxError } from './syntax-error';

/**
 * The base of lazily checked syntax. It is a class, because a getter in an object literal gives every object a hidden
 * class of its own, which keeps the whole syntax tree in memory until the next full collection: reading many files then
 * takes four times as long.
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
