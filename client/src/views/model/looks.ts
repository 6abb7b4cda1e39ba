/** The environments whose servers the view has already asked, so that it asks none again without need. */
import type { Failure } from '#engine';

export class Looks {
  readonly #done = new Set<string>();
  readonly #failures = new Map<string, Failure>();

  /** The time of the oldest result in milliseconds; null without any. */
  #since: number | null = null;

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
   * @param now The time in milliseconds.
   */
  done(environment: string, failure: Failure | null, now = Date.now()): void {
    this.#since ??= now;
    if (failure === null) this.#done.add(environment);
    else this.#failures.set(environment, failure);
  }

  /** Returns true if a result is so old that somebody may have deployed since from elsewhere. */
  areOld(now: number): boolean {
    return this.#since !== null && now - this.#since > old;
  }

  /** Forgets the failures, because those environments may be readable now. */
  retry(): void {
    this.#failures.clear();
  }

  /** Forgets all results, so that every environment is asked again. */
  forget(): void {
    this.#since = null;
    this.#done.clear();
    this.#failures.clear();
  }
}

/** Five minutes, in milliseconds. */
const old = 300_000;
