/** The use cases of a project that is opened again whenever its settings change. */
import type { Failure } from '../base/failure';
import type { Result } from '../base/result';
import type { Sproc } from '../use-cases/sproc';

export class SharedDoor {
  #sproc: Result<Sproc, Failure> = notYet;
  #users = 0;
  #closing: (() => void) | null = null;

  /** Replaces the use cases that were closed before. */
  open(sproc: Result<Sproc, Failure>): void {
    this.#sproc = sproc;
  }

  /** Runs `work`; the use cases are closed only after it has ended. */
  async use<T>(work: (sproc: Sproc) => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
    const sproc = this.#sproc;
    if (!sproc.ok) return sproc;
    this.#users++;
    try {
      return await work(sproc.value);
    } finally {
      if (--this.#users === 0) this.#closing?.();
    }
  }

  /** Waits for all users before it closes: otherwise it would interrupt a deployment. */
  async close(): Promise<void> {
    if (!this.#sproc.ok) return;
    if (this.#users > 0) await new Promise<void>((resolve) => (this.#closing = resolve));
    this.#closing = null;
    await this.#sproc.value.close();
  }
}

const notYet: Result<never, Failure> = {
  ok: false,
  error: { kind: 'bad-project', message: 'The project is not open yet.' },
};
