/** Which environments the view has asked for what they run, so that it asks no server again without need. */
import type { Failure } from '#engine';

export class Looks {
  readonly #done = new Set<string>();
  readonly #failures = new Map<string, Failure>();

  isDone(environment: string): boolean {
    return this.#done.has(environment);
  }

  /** Why it could not be read when it was asked last; null where it could, or was not asked. */
  failure(environment: string): Failure | null {
    return this.#failures.get(environment) ?? null;
  }

  /** @param failure null where it could be read */
  done(environment: string, failure: Failure | null): void {
    if (failure === null) this.#done.add(environment);
    else this.#failures.set(environment, failure);
  }

  /** What could not be read may be readable by now. */
  retry(): void {
    this.#failures.clear();
  }

  /** The person wants every environment to be asked again. */
  forget(): void {
    this.#done.clear();
    this.#failures.clear();
  }
}
