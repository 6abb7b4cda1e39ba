/** What the registry says of the sources' texts, and what is wrong with it, as somebody last looked. */
import { makeFindRegistered, nothingRegistered, type FindRegistered } from '../analysis/sources/registered-text';
import type { Failure } from '../base/failure';
import type { Result } from '../base/result';
import type { ConflictAnswer, VersionsAnswer } from '../use-cases/answers/versions';

export interface RegistryProblems {
  readonly conflicts: readonly ConflictAnswer[];
  /** Why it could not be read; null where it could. */
  readonly failure: Failure | null;
}

export class RegistryView {
  #registered = nothingRegistered;
  #problems = noProblems;

  /** Nothing before it was read. */
  get registered(): FindRegistered {
    return this.#registered;
  }

  /** None before it was read. */
  get problems(): RegistryProblems {
    return this.#problems;
  }

  /** Takes an answer in, and tells whether anything of it is or was known or wrong; where it fails, nothing is known. */
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
