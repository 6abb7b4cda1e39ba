/**
 * A cache that belongs to the object from which its values were computed: an index, a session, a conversation with
 * targets. It is passed with its owner and freed with it, so no module keeps state between two calls.
 */

/** A kind of cached value with its initial state: a constant of the module that uses it. */
export class Kept<T> {
  readonly begin: () => T;

  constructor(begin: () => T) {
    this.begin = begin;
  }
}

export class Memory {
  readonly #kept = new Map<Kept<unknown>, unknown>();

  /** Returns the owner's value of that kind. The first call creates it. */
  of<T>(kind: Kept<T>): T {
    if (!this.#kept.has(kind)) this.#kept.set(kind, kind.begin());
    // Only `begin` of this same kind has put it there.
    return this.#kept.get(kind) as T;
  }
}
