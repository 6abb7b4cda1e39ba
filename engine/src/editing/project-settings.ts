/** sproc.json in an editor: what it said when it was last without mistakes, and the mistakes that it has by now. */
import type { ProjectConfig } from '../project/environment';
import { parseProjectFile } from '../project/parse-project-file';

export type ProjectMistakes = ReturnType<typeof parseProjectFile>['mistakes'];

export class ProjectSettings {
  #config: ProjectConfig | null = null;
  #isOutdated = false;
  #mistakes: ProjectMistakes = [];
  #text = '';

  /** Null if it never was without mistakes, or is gone. */
  get config(): ProjectConfig | null {
    return this.#config;
  }

  /** Whether it has mistakes by now, so that nothing may be changed by what it said before. */
  get isOutdated(): boolean {
    return this.#isOutdated;
  }

  get mistakes(): ProjectMistakes {
    return this.#mistakes;
  }

  /** As it was when the mistakes were found. */
  get text(): string {
    return this.#text;
  }

  /** Takes the file in, null where there is none; false where what it said before stays in force. */
  take(text: string | null): boolean {
    const { value, mistakes } = parseProjectFile(text ?? '');
    this.#text = text ?? '';
    this.#mistakes = text === null ? [] : mistakes;
    this.#isOutdated = text !== null && value === null && this.#config !== null;
    if (!this.#isOutdated) this.#config = value;
    return !this.#isOutdated;
  }
}
