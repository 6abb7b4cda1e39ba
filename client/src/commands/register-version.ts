/** Register Version…: makes what the workspace holds new versions in the registry. */
import type { Bump, RegisterAnswer } from '#engine';
import { plural } from '../documents/plural';
import { register } from '#protocol';
import { routinesOf, type CommandArgument } from '../workbench/command-argument';
import { commands } from '../workbench/contributions';
import { press, showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { askProjectToChange, askRoutines, saveSources } from './ask';
import type { Command, CommandContext } from './command';
import { nextAfterRegister } from './next-actions';

export const registerVersion: Command = {
  id: commands.registerVersion,
  async run(context, argument) {
    const state = await askProjectToChange(context, argument);
    if (state === undefined) return undefined;
    const { project } = state;
    const routines = routinesOf(argument) ?? (await askRoutines(context, state, { title: 'Register Version' }));
    if (routines === undefined) return undefined;
    const bump = argument.bump ?? (await askBump(context, argument));
    if (bump === undefined) return undefined;
    const message = argument.message ?? (argument.bump === undefined ? await askMessage(context) : '');
    if (message === undefined || (await saveSources(state)) === null) return undefined;
    const wanted = { project, routines, ...numbering(argument, bump), ...(message === '' ? {} : { message }) };
    const reply = await whileAsking('Registering versions', (token) => context.server.ask(register, wanted, token));
    if (!reply.ok) {
      await showFailure(context, reply.error, { project });
      return undefined;
    }
    const { failed = [] } = reply.value;
    const next = nextAfterRegister(state, reply.value);
    void context.dialogs
      .report('information', printRegistered(reply.value), ...next.map(({ title }) => title))
      .then((pressed) => press(next, pressed));
    const [first] = failed;
    if (first !== undefined)
      void context.dialogs.report('warning', `${plural(failed.length, 'routine')} not registered. ${first.message}`);
    return reply.value;
  },
};

function numbering({ version }: CommandArgument, bump: 'auto' | Bump): { version: string } | { bump: 'auto' | Bump } {
  return version === undefined ? { bump } : { version };
}

async function askBump({ dialogs }: CommandContext, { version }: CommandArgument): Promise<'auto' | Bump | undefined> {
  if (version !== undefined) return 'auto';
  return dialogs.pick<'auto' | Bump>(
    [
      { label: 'Automatic', description: 'detected from the changes of each routine', value: 'auto' },
      { label: 'Patch', description: 'no visible change', value: 'patch' },
      { label: 'Minor', description: 'new feature', value: 'minor' },
      { label: 'Major', description: 'breaking change', value: 'major' },
    ],
    'Register Version',
    'Version bump',
  );
}

async function askMessage({ dialogs }: CommandContext): Promise<string | undefined> {
  return dialogs.ask({
    title: 'Register Version',
    prompt: 'Description (optional)',
  });
}

function printRegistered({ registered, unchanged }: RegisterAnswer): string {
  if (registered.length === 0) return `Nothing to register: ${plural(unchanged.length, 'routine')} unchanged.`;
  const [first] = registered;
  if (registered.length === 1 && first !== undefined)
    return `Registered ${first.routine} ${first.version} (${first.bump}): ${first.reason}`;
  return `Registered ${plural(registered.length, 'version')}; ${plural(unchanged.length, 'routine')} unchanged.`;
}
