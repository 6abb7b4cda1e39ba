/**
 * What was worked out once is kept by the object that it was made from: an index, a session, a conversation with targets.
 * It is passed with its owner and goes with it, so no module holds anything between two calls.
 */

/** A kind of thing that an owner keeps, and what it begins as: a constant of the module that asks for it. */
export class Kept<T> {
  readonly begin: () => T;

  constructor(begin: () => T) {
    this.begin = begin;
  }
}

export class Memory {
  readonly #kept = new Map<Kept<unknown>, unknown>();

  /** What the owner keeps of that kind; it begins with the first question. */
  of<T>(kind: Kept<T>): T {
    if (!this.#kept.has(kind)) this.#kept.set(kind, kind.begin());
    // Only `begin` of this very kind has put it there.
    return this.#kept.get(kind) as T;
  }
}
