/** Compare…: one routine on two sides in VS Code's own diff editor, or all of them as a list that leads there. */
import { commands as vscodeCommands, type Uri } from 'vscode';
import type { CompareAnswer } from '#engine';
import { plural } from '../documents/plural';
import { compare as compareRequest, versions, type ProjectState } from '#protocol';
import { routinesOf, type CommandArgument } from '../workbench/command-argument';
import { commands, rowCommands } from '../workbench/contributions';
import type { Choice } from '../workbench/dialogs';
import { uriOfText } from '../documents/text-documents';
import { showFailure } from '../workbench/failure-message';
import { isTrusted } from '../workbench/language-server';
import { whileAsking } from '../workbench/progress';
import { askProject, demandTrust, findRoutineUnderCursor, saveSources } from './ask';
import type { Command, CommandContext } from './command';

interface Sides {
  readonly left: string;
  readonly right: string;
}

export const compare: Command = {
  id: commands.compare,
  async run(context, argument) {
    const state = await askProject(context, argument);
    if (state === undefined || !(await saveSources(state))) return undefined;
    const routines = routinesOf(argument) ?? (await askWhat(context, state, argument));
    if (routines === undefined) return undefined;
    const sides = await askSides(context, state, argument, routines);
    if (sides === undefined || !(await allowed(context, state, sides))) return undefined;
    const { project } = state;
    const request = { project, ...sides, routines };
    const reply = await whileAsking(`Comparing ${sides.left} with ${sides.right}`, (token) =>
      context.server.ask(compareRequest, request, token),
    );
    if (!reply.ok) {
      await showFailure(context, reply.error, aboutSides(state, sides));
      return undefined;
    }
    await showDifferences(context, state, sides, reply.value);
    return reply.value;
  },
};

/** Compares a version, or a live routine, with the workspace. */
export const compareWithWorkspace: Command = {
  id: rowCommands.compareWithWorkspace,
  run: (context, argument) => {
    const { version, environment, project } = argument;
    const routines = routinesOf(argument)?.map((routine) => routine.replace(/@[^@]*$/, ''));
    const left = version === undefined ? (environment ?? 'registry') : `registry@${version}`;
    return compare.run(context, {
      left,
      right: 'workspace',
      ...(project === undefined ? {} : { project }),
      ...(routines === undefined ? {} : { routines }),
    });
  },
};

async function showDifferences(
  context: CommandContext,
  state: ProjectState,
  sides: Sides,
  { same, differences, unlisted = [] }: CompareAnswer,
): Promise<void> {
  const { left, right } = sides;
  if (same || differences.length === 0) {
    const sentence = `No differences between ${left} and ${right}.`;
    if (unlisted.length === 0) void context.dialogs.report('information', sentence);
    else void context.dialogs.report('warning', [sentence, ...unlisted].join(' '));
    return;
  }
  const routines = [...new Set(differences.map(({ routine }) => routine))];
  const choices = routines.map((routine): Choice<string> => {
    const its = differences.filter((difference) => difference.routine === routine);
    return {
      label: routine,
      description: [...new Set(its.map(({ kind }) => kind))].join(', '),
      detail: its.map(({ detail }) => detail).join('; '),
      value: routine,
    };
  });
  const title = `${plural(routines.length, 'routine')} differ between ${left} and ${right}`;
  const picked =
    routines.length === 1 ? routines[0] : await context.dialogs.pick(choices, title, 'Select a difference to open');
  if (picked !== undefined) await openDiff(context, state, picked, sides);
}

async function openDiff(
  context: CommandContext,
  { project }: ProjectState,
  routine: string,
  sides: Sides,
): Promise<void> {
  const uriOf = async (side: string): Promise<Uri> =>
    uriOfText({ project, ref: await refOf(context, project, routine, side) });
  const [left, right] = await Promise.all([uriOf(sides.left), uriOf(sides.right)]);
  await vscodeCommands.executeCommand('vscode.diff', left, right, `${routine}: ${sides.left} ↔ ${sides.right}`);
}

/** Returns the name of a routine on a side for `show`; for the registry its newest version there. */
async function refOf({ server }: CommandContext, project: string, routine: string, side: string): Promise<string> {
  const name = routine.replace(/@[^@]*$/, '');
  if (side === 'workspace') return name;
  if (side.startsWith('registry@')) return `${name}@${side.slice('registry@'.length)}`;
  if (side !== 'registry') return `${name}@${side}`;
  const reply = await server.ask(versions, { project, pattern: name });
  const newest = reply.ok ? reply.value.versions.at(-1)?.version : undefined;
  return newest === undefined ? name : `${name}@${newest}`;
}

/** Returns the routines to compare; none means all, also for a row of an environment. */
async function askWhat(
  context: CommandContext,
  { project }: ProjectState,
  { environment, left, right }: CommandArgument,
): Promise<readonly string[] | undefined> {
  if (environment !== undefined || left !== undefined || right !== undefined) return [];
  const here = await findRoutineUnderCursor(context, project);
  if (here === null) return [];
  const choices = [
    { label: `$(symbol-method) ${here}`, description: 'under the cursor', value: [here] },
    { label: '$(list-flat) all routines', value: [] },
  ];
  return context.dialogs.pick<readonly string[]>(choices, 'Compare', 'What?');
}

async function askSides(
  context: CommandContext,
  state: ProjectState,
  { left, right, environment }: CommandArgument,
  routines: readonly string[],
): Promise<Sides | undefined> {
  const given = right ?? environment;
  if (left !== undefined && given !== undefined) return { left, right: given };
  const about = routines.length === 0 ? 'all routines' : routines.join(', ');
  const first = left ?? (given === undefined ? await askSide(context, state, `Compare ${about}`, null) : 'workspace');
  if (first === undefined) return undefined;
  const second = given ?? (await askSide(context, state, `Compare ${about}: ${first} with`, first));
  return second === undefined ? undefined : { left: first, right: second };
}

async function askSide(
  { dialogs }: CommandContext,
  { environments }: ProjectState,
  title: string,
  taken: string | null,
): Promise<string | undefined> {
  const choices: Choice<string>[] = [
    { label: '$(file-code) workspace', description: 'the source files', value: 'workspace' },
    { label: '$(tag) registry', description: 'the newest registered version of each routine', value: 'registry' },
    ...environments.map(({ name, stage, targets }) => ({
      label: `$(database) ${name}`,
      description: stage,
      detail: targets.join(', '),
      value: name,
    })),
  ];
  return dialogs.pick(
    choices.filter(({ value }) => value !== taken),
    title,
    'Select a side to compare',
  );
}

/**
 * Returns true if the comparison is allowed: in Restricted Mode only without a server, as with the registry's files.
 */
async function allowed(context: CommandContext, state: ProjectState, sides: Sides): Promise<boolean> {
  return isTrusted() || aboutSides(state, sides).environment === undefined || (await demandTrust(context));
}

function aboutSides(
  { project, environments }: ProjectState,
  { left, right }: Sides,
): { project: string; environment?: string } {
  const environment = environments.find(({ name }) => name === left || name === right)?.name;
  return environment === undefined ? { project } : { project, environment };
}
