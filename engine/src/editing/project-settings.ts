/** The project file in an editor: the content in force, and its present mistakes. */
import type { ProjectConfig } from '../project/environment';
import { parseProjectFile } from '../project/parse-project-file';

export type ProjectMistakes = ReturnType<typeof parseProjectFile>['mistakes'];

/**
 * The content in force: the `present` one; an `earlier` one, because the present one has mistakes; the environments
 * without mistakes (`partial`), because there is no earlier one; or none.
 */
export type InForce = 'present' | 'earlier' | 'partial' | 'none';

export class ProjectSettings {
  readonly #now: () => Date;
  #config: ProjectConfig | null = null;
  #inForce: InForce = 'none';
  #readAt: Date | null = null;
  #mistakes: ProjectMistakes = [];
  #text = '';

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** The content in force; null if there is none. */
  get config(): ProjectConfig | null {
    return this.#config;
  }

  get inForce(): InForce {
    return this.#inForce;
  }

  /** The time at which the last valid content was read; null if there never was one. */
  get readAt(): Date | null {
    return this.#readAt;
  }

  /** True if sproc.json has mistakes now, so that the content in force must not be used for changes. */
  get isOutdated(): boolean {
    return this.#inForce === 'earlier' || this.#inForce === 'partial';
  }

  get mistakes(): ProjectMistakes {
    return this.#mistakes;
  }

  /** The text in which the mistakes were found. */
  get text(): string {
    return this.#text;
  }

  /** Updates the file's text, null if it does not exist; returns false if the previous content remains in force. */
  take(text: string | null): boolean {
    const { value, partial, mistakes } = parseProjectFile(text ?? '');
    this.#text = text ?? '';
    this.#mistakes = text === null ? [] : mistakes;
    if (text !== null && value === null && this.#readAt !== null) {
      this.#inForce = 'earlier';
      return false;
    }
    this.#readAt = value === null ? null : this.#now();
    this.#config = text === null ? null : partial;
    this.#inForce = this.#config === null ? 'none' : value === null ? 'partial' : 'present';
    return true;
  }
}
