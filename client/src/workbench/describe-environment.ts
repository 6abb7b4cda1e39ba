/** The words of the status bar about the selected environment. */
import { visible, type ProjectState } from '#protocol';

type Chosen = Pick<ProjectState['environments'][number], 'name' | 'stage' | 'protected' | 'targets'>;

/**
 * Returns the text and the tooltip.
 * @param project The name of the project; null where it is the only one.
 */
export function describeEnvironment(
  chosen: Chosen | undefined,
  project: string | null,
): { readonly text: string; readonly tooltip: string } {
  const among = project === null ? '' : ` · ${project}`;
  // The word, because a theme of high contrast has no background colours here.
  const stage = chosen?.stage === 'PRODUCTION' ? ' PRODUCTION' : '';
  const name = chosen?.name ?? 'no environment';
  return {
    text: visible(`$(${chosen?.protected === true ? 'lock' : 'database'}) ${name}${stage}${among}`),
    tooltip: visible(
      chosen === undefined
        ? `Sproc: select the default environment${among}`
        : `Sproc: ${chosen.name}, ${chosen.stage}, ${chosen.targets.join(', ')}${among}`,
    ),
  };
}
