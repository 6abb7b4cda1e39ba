/** The buttons beside Show Details in the outcome of an operation: what a person would want next. */
import type { DeployAnswer } from '#engine';
import type { EditorCommand, Summarized } from '#protocol';
import type { OperationKind } from '../documents/print-outcome';
import { commands, rowCommands } from '../workbench/contributions';

/** The operation that ended. */
export interface EndedOperation {
  readonly work: OperationKind;
  readonly project: string;
  readonly environment: string;
  /** The environment from which a sync took the texts. */
  readonly from?: string;
}

/** Returns the commands that fit the end, without Show Details: two at most. */
export function nextActions(ended: EndedOperation, answer: Summarized<DeployAnswer>): readonly EditorCommand[] {
  const { work, project, environment } = ended;
  const where = { project, environment };
  const { end } = answer.summary;
  if (end === 'partial') return [{ title: 'Recover…', command: commands.recover, argument: where }];
  const done = answer.steps.filter(({ outcome }) => outcome === 'done');
  if (end !== 'deployed' || done.length === 0) return [];
  const { deployment } = answer;
  // After a way back the question is how far the files are ahead; a comparison right after a deployment shows nothing.
  if (deployment === null || work === 'roll-back' || work === 'recover')
    return [offerCompare(ended, listRoutines(done))];
  const rollBack = { title: 'Roll Back…', command: commands.rollBack, argument: { ...where, deployment } };
  const unregistered = work === 'deploy' ? listRoutines(done.filter(({ to }) => to === '-')) : [];
  const show = { title: 'Show Deployment', command: rowCommands.showDeployment, argument: { ...where, deployment } };
  if (unregistered.length === 0) return [work === 'sync' ? offerCompare(ended, listRoutines(done)) : show, rollBack];
  const argument = { project, routines: unregistered };
  return [rollBack, { title: 'Register…', command: commands.registerVersion, argument }];
}

function offerCompare({ project, environment, from }: EndedOperation, routines: readonly string[]): EditorCommand {
  const argument = { project, left: environment, right: from ?? 'workspace', routines };
  return { title: 'Compare', command: commands.compare, argument };
}

/** Returns each routine once, although several targets have a step for it. */
function listRoutines(steps: readonly { readonly routine: string }[]): readonly string[] {
  return [...new Set(steps.map(({ routine }) => routine))];
}
