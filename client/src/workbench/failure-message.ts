/** Shows why something could not be done, with the buttons that help. */
import { commands as vscodeCommands } from 'vscode';
import type { Advice, Failure } from '#engine';
import { commandsFor, type EditorCommand } from '#protocol';
import { commands } from './contributions';
import { serverLost } from './changes-in-progress';
import type { Dialogs } from './dialogs';
import { serverStopped } from './server-stopped';
import { printFailure } from './print-failure';
import { givenUp } from './progress';

/** The subject of a failure, so that its buttons open the right file or view. */
export interface About {
  readonly project?: string;
  readonly environment?: string;
}

/** More than these hide the sentence. */
const mostButtons = 3;

export async function showFailure(
  { dialogs }: { readonly dialogs: Dialogs },
  failure: Failure,
  about: About = {},
): Promise<void> {
  if (failure === givenUp) return;
  const advised = buttonsFor([failure.remedy ?? ''], about);
  const buttons = advised.length > 0 ? advised : helpFor(failure, about);
  const answer = await dialogs.report('error', printFailure(failure), ...buttons.map(({ title }) => title));
  await press(buttons, answer);
}

/** Returns the commands for what is advised, in the project that it is about. */
export function buttonsFor(advice: readonly Advice[], about: About): readonly EditorCommand[] {
  return commandsFor(...advice)
    .slice(0, mostButtons)
    .map((button) => ({ ...button, argument: { ...about, ...button.argument } }));
}

/** Runs the command whose button was pressed; `answer` may be another one's. */
export async function press(buttons: readonly EditorCommand[], answer: string | undefined): Promise<void> {
  const pressed = buttons.find(({ title }) => title === answer);
  if (pressed !== undefined) await vscodeCommands.executeCommand(pressed.command, pressed.argument);
}

/** Returns a button for the kind of failure, if the editor has no command for the remedy. */
function helpFor(failure: Failure, about: About): readonly EditorCommand[] {
  const offer = (title: string, command: string): readonly EditorCommand[] => [
    { title, command, argument: { ...about } },
  ];
  if (failure === serverStopped)
    return [...offer('Restart Language Server', commands.restartServer), ...offer('Show Log', commands.showLog)];
  if (failure === serverLost) return offer('Show Log', commands.showLog);
  const { kind } = failure;
  if (kind === 'bad-project') return offer('Open sproc.json', commands.openProjectFile);
  if (kind === 'not-permitted' && about.environment !== undefined) return offer('Set Password…', commands.setPassword);
  if (kind === 'could-not') return offer('Show Log', commands.showLog);
  return [];
}
