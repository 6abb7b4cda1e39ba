/** Shows why something could not be done, with the button that helps. */
import { commands as vscodeCommands } from 'vscode';
import type { Failure } from '#engine';
import { commands } from './contributions';
import type { Dialogs } from './dialogs';
import { givenUp } from './progress';

/** The subject of a failure, so that its button opens the right file or view. */
export interface About {
  readonly project?: string;
  readonly environment?: string;
}

export async function showFailure(
  { dialogs }: { readonly dialogs: Dialogs },
  failure: Failure,
  about: About = {},
): Promise<void> {
  if (failure === givenUp) return;
  const button = helpFor(failure, about);
  const text = printFailure(button === planButton ? withoutPlanCommand(failure) : failure);
  const answer = await dialogs.report('error', text, ...(button === null ? [] : [button.label]));
  if (button !== null && answer === button.label) await vscodeCommands.executeCommand(button.command, about);
}

export function printFailure({ message, remedy }: Failure): string {
  return remedy === undefined ? message : `${message} ${remedy}`;
}

const planButton = { label: 'Show Plan…', command: commands.showPlan };

/** The sentence that sends users of the command line to the whole plan. */
const namesPlanCommand = / ?[^.]*`sproc plan [^`]*`[^.]*\.?/;

/** Another secret than the password is what is missing. */
const namesLedgerKey = /"Sproc: Set Ledger Key…"/;

/** Removes the command from the remedy if a button replaces it. */
function withoutPlanCommand({ remedy = '', ...failure }: Failure): Failure {
  const rest = remedy.replace(namesPlanCommand, '');
  return rest === '' ? failure : { ...failure, remedy: rest };
}

function helpFor(
  failure: Failure,
  { environment }: About,
): { readonly label: string; readonly command: string } | null {
  if (environment !== undefined && namesPlanCommand.test(failure.remedy ?? '')) return planButton;
  if (failure.kind === 'bad-project') return { label: 'Open sproc.json', command: commands.openProjectFile };
  if (environment !== undefined && namesLedgerKey.test(failure.remedy ?? ''))
    return { label: 'Set Ledger Key…', command: commands.setLedgerKey };
  if (failure.kind === 'not-permitted' && environment !== undefined)
    return { label: 'Set Password…', command: commands.setPassword };
  if (failure.kind === 'could-not') return { label: 'Show Log', command: commands.showLog };
  return null;
}
