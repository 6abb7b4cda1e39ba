/** The warnings about environments that this window has shown: each is shown once. */
import type { EnvironmentWarning, ProjectState } from '#protocol';

export interface NewWarning extends EnvironmentWarning {
  readonly project: string;
  readonly environment: string;
}

export class SeenWarnings {
  readonly #seen = new Set<string>();

  /** Returns those that were not returned before. */
  take(states: readonly Pick<ProjectState, 'project' | 'environments'>[]): readonly NewWarning[] {
    const all = states.flatMap(({ project, environments }) =>
      environments.flatMap(({ name, observed }) =>
        (observed?.warnings ?? []).map((warning) => ({ ...warning, project, environment: name })),
      ),
    );
    return all.filter((warning) => {
      const text = JSON.stringify(warning);
      if (this.#seen.has(text)) return false;
      this.#seen.add(text);
      return true;
    });
  }
}
