/** Copy Registry…: copies versions and statuses between the folder and the schema of an environment. */
import { copyRegistry as copyRequest, type EnvironmentState, type ProjectState } from '#protocol';
import { describeCopy } from '../documents/reports/effects';
import { commands } from '../workbench/contributions';
import { agreeToAudience } from './agree-to-audience';
import { askProjectToChange } from './ask';
import type { Command, CommandContext } from './command';
import { tryThenRun } from './try-then-run';

/** The environment whose server has the registry; null for the folder. */
type Place = EnvironmentState | null;

export const copyRegistry: Command = {
  id: commands.copyRegistry,
  async run(context, argument) {
    const state = await askProjectToChange(context, argument);
    if (state === undefined) return undefined;
    const places: readonly Place[] = [null, ...state.environments];
    const from = await askPlace(context, state, places, 'Copy Registry from');
    if (from === undefined) return undefined;
    const others = places.filter((place) => place !== from);
    const to = await askPlace(context, state, others, `Copy Registry from ${print(from)} to`);
    if (to === undefined) return undefined;
    const { project } = state;
    return tryThenRun(context, argument, {
      ...{ project, environment: to, title: `Copy registry to ${print(to)}`, button: 'Copy' },
      ask: (run, token) =>
        context.server.ask(copyRequest, { project, from: nameOf(from), to: nameOf(to), ...run }, token),
      describe: describeCopy,
    });
  },
};

async function askPlace(
  context: CommandContext,
  { project }: ProjectState,
  places: readonly Place[],
  title: string,
): Promise<Place | undefined> {
  const choices = places.map((value) => ({
    label: print(value),
    ...(value === null ? {} : { description: value.stage, detail: value.targets.join(', ') }),
    value,
  }));
  const place = await context.dialogs.pick(choices, title, 'Select a registry');
  if (place === undefined || place === null) return place;
  return (await agreeToAudience(context, { ...place, project })) ? place : undefined;
}

/** Returns the word of the request. An environment cannot have this name. */
function nameOf(place: Place): string {
  return place === null ? 'folder' : place.name;
}

function print(place: Place): string {
  return place === null ? 'the folder' : place.name;
}
