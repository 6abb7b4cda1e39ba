/** The order of the reads of a file, which determines the newest text, whichever read ends last. */
export class ReadOrder {
  #clock = 0;
  /** The start of the read whose text was used last, by path. */
  readonly #taken = new Map<string, number>();

  /** Starts a read and returns its number. */
  begin(): number {
    return ++this.#clock;
  }

  /** Returns true if the text of a read is to be used; false if a newer one was used already. */
  takes(path: string, began: number): boolean {
    if ((this.#taken.get(path) ?? 0) > began) return false;
    this.#taken.set(path, began);
    return true;
  }
}
