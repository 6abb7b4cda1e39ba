/** The attempts to read environments that nobody asked for, of which there is one for each state of sproc.json. */
import type { Environment, Failure, Result, StatusAnswer } from '#engine';

export class Attempts {
  /** The environments that were tried, as sproc.json described them then. */
  readonly #tried = new Map<string, string>();
  readonly #running = new Map<string, Promise<Result<StatusAnswer, Failure>>>();

  /** Notes an attempt; returns false if this environment was tried before. */
  begin(environment: Environment): boolean {
    const described = JSON.stringify(environment);
    if (this.#tried.get(environment.name) === described) return false;
    this.#tried.set(environment.name, described);
    return true;
  }

  /** Forgets the attempt, because another password may be known now. */
  forget(name: string): void {
    this.#tried.delete(name);
  }

  /** Lets others wait for the answer of an attempt instead of making another one. */
  async share(name: string, answer: Promise<Result<StatusAnswer, Failure>>): Promise<Result<StatusAnswer, Failure>> {
    this.#running.set(name, answer);
    try {
      return await answer;
    } finally {
      this.#running.delete(name);
    }
  }

  /** Returns the answer of the attempt that is made now; null if there is none. */
  running(name: string): Promise<Result<StatusAnswer, Failure>> | null {
    return this.#running.get(name) ?? null;
  }
}
