/** The environments whose servers the view has already asked, so that it asks none again without need. */
import type { Failure } from '#engine';

export class Looks {
  readonly #done = new Set<string>();
  readonly #failures = new Map<string, Failure>();

  isDone(environment: string): boolean {
    return this.#done.has(environment);
  }

  /** Returns why the environment could not be read the last time; null if it could, or was not asked. */
  failure(environment: string): Failure | null {
    return this.#failures.get(environment) ?? null;
  }

  /**
   * Records the result.
   * @param failure The failure; null if the environment was read.
   */
  done(environment: string, failure: Failure | null): void {
    if (failure === null) this.#done.add(environment);
    else this.#failures.set(environment, failure);
  }

  /** Forgets the failures, because those environments may be readable now. */
  retry(): void {
    this.#failures.clear();
  }

  /** Forgets all results, so that every environment is asked again. */
  forget(): void {
    this.#done.clear();
    this.#failures.clear();
  }
}
