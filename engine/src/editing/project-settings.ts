/** The project file in an editor: its last valid content, and its present mistakes. */
import type { ProjectConfig } from '../project/environment';
import { parseProjectFile } from '../project/parse-project-file';

export type ProjectMistakes = ReturnType<typeof parseProjectFile>['mistakes'];

export class ProjectSettings {
  #config: ProjectConfig | null = null;
  #isOutdated = false;
  #mistakes: ProjectMistakes = [];
  #text = '';

  /** The last valid content; null if there never was one, or if the file is gone. */
  get config(): ProjectConfig | null {
    return this.#config;
  }

  /** True if the file has mistakes now, so that its previous content must not be used for changes. */
  get isOutdated(): boolean {
    return this.#isOutdated;
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
    const { value, mistakes } = parseProjectFile(text ?? '');
    this.#text = text ?? '';
    this.#mistakes = text === null ? [] : mistakes;
    this.#isOutdated = text !== null && value === null && this.#config !== null;
    if (!this.#isOutdated) this.#config = value;
    return !this.#isOutdated;
  }
}
