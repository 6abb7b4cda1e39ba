/** The registry's data about the sources' texts, and its problems, as of the last read. */
import { makeFindRegistered, nothingRegistered, type FindRegistered } from '../analysis/sources/registered-text';
import type { Failure } from '../base/failure';
import type { Result } from '../base/result';
import type { ConflictAnswer, VersionsAnswer } from '../use-cases/answers/versions';

export interface RegistryProblems {
  readonly conflicts: readonly ConflictAnswer[];
  /** The reason why it could not be read; null if it could. */
  readonly failure: Failure | null;
}

export class RegistryView {
  #registered = nothingRegistered;
  #problems = noProblems;

  /** Returns the data about a text; none before the registry was read. */
  get registered(): FindRegistered {
    return this.#registered;
  }

  /** The problems; none before it was read. */
  get problems(): RegistryProblems {
    return this.#problems;
  }

  /** Updates the view. Returns true if it has or had any data or problem; after a failure it has none. */
  take(versions: Result<VersionsAnswer, Failure>): boolean {
    const [before, wrong] = [this.#registered, this.#problems];
    const isKnown = versions.ok && versions.value.versions.length > 0;
    this.#registered = isKnown ? makeFindRegistered(versions.value) : nothingRegistered;
    this.#problems = findProblems(versions);
    return before !== this.#registered || JSON.stringify(wrong) !== JSON.stringify(this.#problems);
  }
}

const noProblems: RegistryProblems = { conflicts: [], failure: null };

function findProblems(answer: Result<VersionsAnswer, Failure>): RegistryProblems {
  if (answer.ok) return { conflicts: answer.value.conflicts ?? [], failure: null };
  // The mistakes of sproc.json are marked themselves.
  return answer.error.kind === 'bad-project' ? noProblems : { conflicts: [], failure: answer.error };
}
