/** The buttons in the outcome of an operation: what a person would want next. */
import type { DeployAnswer, ImportAnswer, MarkAnswer, RegisterAnswer, Stage } from '#engine';
import type { EditorCommand, EnvironmentState, ProjectState, Summarized } from '#protocol';
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

/** Returns the commands after an import: what is new is registered, what has a file already is compared. */
export function nextAfterImport(
  { project, environment }: { readonly project: string; readonly environment: string },
  { written, skipped }: ImportAnswer,
): readonly EditorCommand[] {
  const held = listRoutines(skipped.filter(({ file, isForeign }) => file !== null && isForeign !== true));
  const compare = { project, left: environment, right: 'workspace', routines: held };
  const register = { project, routines: listRoutines(written) };
  return [
    ...(written.length > 0 ? [{ title: 'Register…', command: commands.registerVersion, argument: register }] : []),
    ...(held.length > 0 ? [{ title: 'Show Differences', command: commands.compare, argument: compare }] : []),
  ];
}

type Project = Pick<ProjectState, 'project'> & {
  readonly environments: readonly Pick<EnvironmentState, 'name' | 'stage'>[];
};

/** Returns the command that brings new versions to an environment; none without an environment. */
export function nextAfterRegister(
  { project, environments }: Project,
  answer: RegisterAnswer,
): readonly EditorCommand[] {
  const routines = listRoutines(answer.registered);
  if (routines.length === 0 || environments.length === 0) return [];
  return [{ title: 'Deploy…', command: commands.deploy, argument: { project, routines } }];
}

/** Returns the command for the environments that the new status is for; none where they are of other stages. */
export function nextAfterMark(
  { project, environments }: Project,
  marked: readonly MarkAnswer[],
): readonly EditorCommand[] {
  const [status, ...others] = new Set(marked.map(({ to }) => to));
  if (others.length > 0 || !isStage(status)) return [];
  const fitting = environments.filter(({ stage }) => stage === status);
  const [first] = fitting;
  if (first === undefined) return [];
  // With several the command asks.
  const where = fitting.length === 1 ? { environment: first.name } : {};
  const argument = { project, ...where, routines: listRoutines(marked) };
  return status === 'DEVELOPMENT'
    ? [{ title: 'Deploy…', command: commands.deploy, argument }]
    : [{ title: 'Promote…', command: commands.promote, argument }];
}

function isStage(status: string | undefined): status is Stage {
  return status === 'DEVELOPMENT' || status === 'TESTING' || status === 'PRODUCTION';
}

function offerCompare({ project, environment, from }: EndedOperation, routines: readonly string[]): EditorCommand {
  const argument = { project, left: environment, right: from ?? 'workspace', routines };
  return { title: 'Compare', command: commands.compare, argument };
}

/** Returns each routine once, although several targets have a step for it. */
function listRoutines(steps: readonly { readonly routine: string }[]): readonly string[] {
  return [...new Set(steps.map(({ routine }) => routine))];
}
