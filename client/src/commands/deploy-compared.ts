/** Deploys the right side of a comparison to the environment on its left, by the usual questions. */
import { commands as vscodeCommands } from 'vscode';
import type { Comparison } from '../comparing/comparison';
import { isDeployable, type DifferenceEntry } from '../comparing/differences';
import { commands, rowCommands } from '../workbench/contributions';
import type { Command } from './command';

/** Deploys the routine of the diff in the active editor. */
export const deployCompared: Command = {
  id: rowCommands.deployCompared,
  async run(context) {
    const active = context.comparing.diffs.active();
    if (active === null) {
      await context.dialogs.report('warning', 'No comparison of a routine is open in the active editor.');
      return undefined;
    }
    return deployFrom(active.comparison, [active.entry]);
  },
};

/** Returns the outcome; undefined if the person declined. */
export async function deployFrom(comparison: Comparison, entries: readonly DifferenceEntry[]): Promise<unknown> {
  const { project, target, right, isBetweenEnvironments } = comparison;
  const routines = entries.filter(isDeployable).map((entry) => refOf(comparison, entry));
  if (target === null || routines.length === 0) return undefined;
  const argument = { project, environment: target, routines: [...new Set(routines)] };
  return isBetweenEnvironments
    ? vscodeCommands.executeCommand(commands.sync, { ...argument, left: right })
    : vscodeCommands.executeCommand(commands.deploy, argument);
}

/** Returns the name for a deployment, with the version where the right side is the registry. */
function refOf({ right }: Comparison, { routine, texts }: DifferenceEntry): string {
  const version = texts?.right?.version ?? null;
  return right.startsWith('registry') && version !== null ? `${routine}@${version}` : routine;
}
