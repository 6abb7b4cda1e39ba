/** Compare…: one routine in VS Code's own diff editor, many in its multi-diff editor and the Differences view. */
import type { CompareAnswer } from '#engine';
import { compare as compareRequest, type EnvironmentState, type ProjectState } from '#protocol';
import type { Comparison } from '../comparing/comparison';
import { hasDiff, isDeployable, listEntries, type DifferenceEntry } from '../comparing/differences';
import { explainEntry, summarize } from '../comparing/print-differences';
import { arrangeSides, nameSide, type Sides } from '../comparing/sides';
import { routinesOf, type CommandArgument } from '../workbench/command-argument';
import { commands, rowCommands } from '../workbench/contributions';
import type { Choice } from '../workbench/dialogs';
import { showFailure } from '../workbench/failure-message';
import { isTrusted } from '../workbench/language-server';
import { whileAsking } from '../workbench/progress';
import { askProject, demandTrust, findRoutineUnderCursor, saveSources } from './ask';
import type { Command, CommandContext } from './command';
import { deployFrom } from './deploy-compared';
import { makeEnvironmentChoices } from './environment-choices';

export const compare: Command = {
  id: commands.compare,
  async run(context, argument) {
    const state = await askProject(context, argument);
    if (state === undefined || !(await saveSources(state))) return undefined;
    const routines = routinesOf(argument) ?? (await askWhat(context, state, argument));
    if (routines === undefined) return undefined;
    const sides = await askSides(context, state, argument, routines);
    if (sides === undefined) return undefined;
    const comparison = await readComparison(context, state, sides, routines);
    if (comparison === undefined) return undefined;
    await showComparison(context, comparison);
    return comparison.answer;
  },
};

/** Compares a version, or a live routine, with the workspace. */
export const compareWithWorkspace: Command = {
  id: rowCommands.compareWithWorkspace,
  async run(context, argument) {
    const { version, environment, project } = argument;
    const about = project === undefined ? {} : { project };
    const refs = routinesOf(argument) ?? [];
    const versions = refs.filter((ref) => ref.includes('@'));
    if (versions.length > 0 && environment === undefined) {
      let last: unknown;
      for (const [routine = '', of] of versions.map((ref) => ref.split('@')))
        last = await compare.run(context, {
          ...about,
          left: `registry@${of}`,
          right: 'workspace',
          routines: [routine],
        });
      return last;
    }
    const left = version === undefined ? (environment ?? 'registry') : `registry@${version}`;
    const routines = refs.length === 0 ? {} : { routines: refs };
    return compare.run(context, { ...about, ...routines, left, right: 'workspace' });
  },
};

/** Compares two selected versions of one routine, the older on the left. */
export const compareVersions: Command = {
  id: rowCommands.compareVersions,
  async run(context, argument) {
    const [one, other] = (routinesOf(argument) ?? []).map((ref) => ref.split('@'));
    const [routine, older] = one ?? [];
    const [same, newer] = other ?? [];
    if (routine === undefined || older === undefined || newer === undefined || routine !== same) {
      await context.dialogs.report('warning', 'Select two versions of one routine to compare.');
      return undefined;
    }
    const [left, right] = [older, newer].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    const about = argument.project === undefined ? {} : { project: argument.project };
    return compare.run(context, {
      ...about,
      left: `registry@${left}`,
      right: `registry@${right}`,
      routines: [routine],
    });
  },
};

/** Reads both sides, with all texts in one answer; shows a failure. */
export async function readComparison(
  context: CommandContext,
  state: Pick<ProjectState, 'project' | 'environments'>,
  sides: Sides,
  routines: readonly string[],
): Promise<Comparison | undefined> {
  const { project, environments } = state;
  const find = (side: string): EnvironmentState | undefined => environments.find(({ name }) => name === side);
  const [left, right] = [find(sides.left), find(sides.right)];
  const environment = left ?? right;
  if (environment !== undefined && !isTrusted() && !(await demandTrust(context))) return undefined;
  const title = `Comparing ${nameSide(sides.left)} with ${nameSide(sides.right)}`;
  const request = { project, ...sides, routines, texts: true };
  const reply = await whileAsking(title, (token) => context.server.ask(compareRequest, request, token));
  if (!reply.ok) {
    await showFailure(context, reply.error, { project, ...(environment && { environment: environment.name }) });
    return undefined;
  }
  return {
    ...{ project, routines, ...sides, answer: reply.value, at: new Date() },
    target: left?.name ?? null,
    isBetweenEnvironments: left !== undefined && right !== undefined,
  };
}

async function showComparison(context: CommandContext, comparison: Comparison): Promise<void> {
  const { diffs, view } = context.comparing;
  const entries = listEntries(comparison.answer);
  const [first] = entries;
  if (first === undefined) {
    reportNone(context, comparison);
    return undefined;
  }
  if (comparison.routines.length === 1 && entries.length === 1) {
    if (hasDiff(first)) return diffs.open(comparison, first);
    return explainWithoutDiff(context, comparison, first);
  }
  await view.show(comparison);
  await diffs.openAll(comparison, entries);
}

function reportNone({ dialogs }: CommandContext, comparison: Comparison): void {
  const { unlisted = [] }: CompareAnswer = comparison.answer;
  const sentence = summarize(comparison.answer, comparison);
  void dialogs.report(unlisted.length === 0 ? 'information' : 'warning', [sentence, ...unlisted].join(' '));
}

/** Reports a difference that no diff would show: only settings, or texts that cannot be compared. */
export async function explainWithoutDiff(
  context: CommandContext,
  comparison: Comparison,
  entry: DifferenceEntry,
): Promise<void> {
  const reasons = explainEntry(entry, comparison).join('. ');
  if (entry.group === 'unclear') {
    await context.dialogs.report('warning', `${entry.routine} cannot be compared. ${reasons}`);
    return;
  }
  const sides = `${nameSide(comparison.left)} and ${nameSide(comparison.right)}`;
  const button = comparison.target !== null && isDeployable(entry) ? [`Deploy to ${comparison.target}…`] : [];
  const message = `${entry.routine} has the same text in ${sides}. ${reasons}.`;
  const answer = await context.dialogs.report('information', message, ...button);
  if (answer !== undefined) await deployFrom(comparison, [entry]);
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
  return context.dialogs.pick<readonly string[]>(choices, 'Compare', 'Select what to compare');
}

async function askSides(
  context: CommandContext,
  state: ProjectState,
  { left, right, environment }: CommandArgument,
  routines: readonly string[],
): Promise<Sides | undefined> {
  const given = right ?? environment;
  if (left !== undefined && given !== undefined) return arrangeSides(left, given, state.environments);
  const about = routines.length === 0 ? 'all routines' : routines.join(', ');
  const known = left ?? given;
  if (known !== undefined && known !== 'workspace') return arrangeSides(known, 'workspace', state.environments);
  const others = '$(arrow-swap) two other sides…';
  const more = [{ label: others, description: 'without the workspace', value: others }];
  const first = await askSide(context, state, { title: `Compare ${about} in the workspace with`, more });
  if (first !== others) return first === undefined ? undefined : { left: first, right: 'workspace' };
  const one = await askSide(context, state, { title: `Compare ${about}` });
  if (one === undefined) return undefined;
  const other = await askSide(context, state, { title: `Compare ${about}: ${nameSide(one)} with`, taken: one });
  return other === undefined ? undefined : arrangeSides(one, other, state.environments);
}

interface SideQuestion {
  readonly title: string;
  readonly taken?: string;
  readonly more?: readonly Choice<string>[];
}

async function askSide(
  { dialogs, projects }: CommandContext,
  { environments, project }: ProjectState,
  { title, taken, more = [] }: SideQuestion,
): Promise<string | undefined> {
  const choices: Choice<string>[] = [
    ...makeEnvironmentChoices(environments, projects.environment(project)).map(({ value, ...choice }) => ({
      ...choice,
      // A comparison changes nothing.
      isDeliberate: false,
      value: value.name,
    })),
    { label: '$(tag) registry', description: 'the newest registered version of each routine', value: 'registry' },
    ...more,
  ];
  return dialogs.pick(
    choices.filter(({ value }) => value !== taken),
    title,
    'Select the other side',
  );
}
