/** Which of the texts that were read of a file is the newest, whichever comes last. */
export class ReadOrder {
  #clock = 0;
  /** By path, when the read began whose text was taken last. */
  readonly #taken = new Map<string, number>();

  /** When a read begins. */
  begin(): number {
    return ++this.#clock;
  }

  /** Whether to take what a read has brought: false where the text that was taken last is newer. */
  takes(path: string, began: number): boolean {
    if ((this.#taken.get(path) ?? 0) > began) return false;
    this.#taken.set(path, began);
    return true;
  }
}
