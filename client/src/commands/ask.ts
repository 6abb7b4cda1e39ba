/** The questions that several commands ask, each answered by the argument where it can be. */
import { plural } from '../documents/plural';
import { commands as vscodeCommands, window, workspace } from 'vscode';
import {
  projectState,
  sourceRoutines,
  status,
  type EnvironmentState,
  type EnvironmentSnapshot,
  type ProjectState,
  type Reply,
} from '#protocol';
import type { CommandArgument } from '../workbench/command-argument';
import { commands } from '../workbench/contributions';
import { press, showFailure } from '../workbench/failure-message';
import { isTrusted } from '../workbench/language-server';
import { whileAsking } from '../workbench/progress';
import { printProject } from '../workbench/projects';
import { agreeToAudience } from './agree-to-audience';
import type { CommandContext } from './command';
import { makeEnvironmentChoices } from './environment-choices';
import { makeRoutineChoices } from './routine-choices';
import type { UnsavedFile } from './save-before-writing';

/**
 * Returns the project that a command refers to, with its state, for commands that only read: while sproc.json has
 * mistakes, that of its last valid content. Shows a message if there is none.
 */
export async function askProject(
  context: CommandContext,
  argument: CommandArgument,
): Promise<ProjectState | undefined> {
  const project = argument.project ?? context.projects.current();
  if (project === null) {
    const create = 'Create sproc.json';
    const answer = await context.dialogs.report('warning', 'No folder in this window has a sproc.json.', create);
    if (answer === create) await vscodeCommands.executeCommand(commands.createProjectFile);
    return undefined;
  }
  const reply = await context.server.ask(projectState, { project });
  if (!reply.ok) {
    await showFailure(context, reply.error, { project });
    return undefined;
  }
  if (reply.value.inForce !== 'none') return reply.value;
  await showMistakes(context, reply.value, 'Nothing can be read.');
  return undefined;
}

/**
 * Returns the project of a command that changes something: in a trusted workspace, and without mistakes in sproc.json,
 * because its last valid content may name other servers than the person means by now.
 */
export async function askProjectToChange(
  context: CommandContext,
  argument: CommandArgument,
): Promise<ProjectState | undefined> {
  const state = (await demandTrust(context)) ? await askProject(context, argument) : undefined;
  if (state === undefined || state.mistakes === 0) return state;
  await showMistakes(context, state, 'Nothing was changed.');
  return undefined;
}

async function showMistakes(
  context: CommandContext,
  { project, mistakes }: ProjectState,
  consequence: string,
): Promise<void> {
  const message = `sproc.json of ${printProject(project)} has ${plural(mistakes, 'mistake')}. ${consequence}`;
  const remedy = `Correct ${mistakes === 1 ? 'it' : 'them'} first.`;
  await showFailure(context, { kind: 'bad-project', message, remedy }, { project });
}

/** Requires trust for connections, writes and git, and shows a message without it. The server denies them, too. */
export async function demandTrust({ dialogs }: CommandContext): Promise<boolean> {
  if (isTrusted()) return true;
  const manage = 'Manage Workspace Trust';
  const message = 'In Restricted Mode Sproc reads and checks sources, but connects to no server and writes nothing.';
  if ((await dialogs.report('warning', message, manage)) === manage) {
    await vscodeCommands.executeCommand('workbench.trust.manage');
  }
  return false;
}

/**
 * Picks an environment; the person then confirms that its password may be sent to the present targets, if those have
 * changed.
 */
export async function askEnvironment(
  context: CommandContext,
  state: ProjectState,
  argument: CommandArgument,
  question: string | EnvironmentQuestion,
): Promise<EnvironmentState | undefined> {
  const environment = await pickEnvironment(context, state, argument, question);
  if (environment === undefined) return undefined;
  return (await agreeToAudience(context, { ...environment, project: state.project })) ? environment : undefined;
}

/** The question for an environment; the destinations of a promotion have an order of their own. */
interface EnvironmentQuestion {
  readonly title: string;
  readonly isPromotion?: true;
}

export async function pickEnvironment(
  context: CommandContext,
  state: ProjectState,
  argument: CommandArgument,
  question: string | EnvironmentQuestion,
): Promise<EnvironmentState | undefined> {
  const { environments, project } = state;
  if (argument.environment !== undefined) {
    const named = environments.find(({ name }) => name === argument.environment);
    if (named !== undefined) return named;
    const message = `sproc.json names no environment '${argument.environment}'.`;
    await showFailure(context, { kind: 'bad-project', message }, { project });
    return undefined;
  }
  if (environments.length === 0) {
    const add = { title: 'Add Environment…', command: commands.addEnvironment, argument: { project } };
    const message = 'sproc.json has no environments yet. Add one first.';
    await press([add], await context.dialogs.report('warning', message, add.title));
    return undefined;
  }
  const chosen = context.projects.environment(project);
  const { title, isPromotion = false } = typeof question === 'string' ? { title: question } : question;
  const choices = makeEnvironmentChoices(environments, chosen, isPromotion);
  return context.dialogs.pick(choices, title, isPromotion ? 'Promote to which environment?' : 'Select an environment');
}

/** The purpose for which routines are picked. */
interface Picking {
  readonly title: string;
  /** The destination; the list then shows the versions there. */
  readonly environment?: EnvironmentState;
  /** True if the person began at the environment: then outdated routines, and those not deployed there, are ticked. */
  readonly ticksDue?: boolean;
}

/** Returns the names of routines; none means all. Ticked ones come first, otherwise the routine at the cursor. */
export async function askRoutines(
  context: CommandContext,
  { project }: ProjectState,
  { title, environment, ticksDue = false }: Picking,
): Promise<readonly string[] | undefined> {
  const reply = await context.server.ask(sourceRoutines, { project });
  if (!reply.ok) {
    await showFailure(context, reply.error, { project });
    return undefined;
  }
  if (reply.value.length === 0) {
    await context.dialogs.report('warning', 'The source files of this project define no routines.');
    return undefined;
  }
  const nowhere: Reply<EnvironmentSnapshot | null> = { ok: true, value: null };
  const seen = environment === undefined ? nowhere : await observe(context, project, environment);
  if (!seen.ok) {
    await showFailure(context, seen.error, { project, ...(environment && { environment: environment.name }) });
    return undefined;
  }
  const here = await findRoutineUnderCursor(context, project);
  const choices = makeRoutineChoices({ sources: reply.value, here, observed: seen.value, ticksDue });
  const picked = await context.dialogs.pickMany(choices, title, 'Select routines (all = whole project)');
  if (picked === undefined || picked.length === 0) return undefined;
  return picked.length === choices.length ? [] : picked;
}

/** Returns the versions there, from the last snapshot or from the server. */
async function observe(
  { server }: CommandContext,
  project: string,
  { name, observed }: EnvironmentState,
): Promise<Reply<EnvironmentSnapshot | null>> {
  if (observed !== null) return { ok: true, value: observed };
  const looked = await whileAsking(`Reading ${name}`, (token) =>
    server.ask(status, { project, environments: [name] }, token),
  );
  if (!looked.ok) return looked;
  const state = await server.ask(projectState, { project });
  if (!state.ok) return state;
  const found = state.value.environments.find((environment) => environment.name === name);
  return { ok: true, value: found?.observed ?? null };
}

export async function findRoutineUnderCursor({ server }: CommandContext, project: string): Promise<string | null> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return null;
  const reply = await server.ask(sourceRoutines, { project, uri: editor.document.uri.toString() });
  if (!reply.ok) return null;
  const at = editor.selection.active.line + 1;
  return reply.value.find(({ line, endLine }) => line <= at && at <= endLine)?.routine ?? null;
}

/**
 * Saves changed files, because unsaved text is not part of the project: so the displayed plan is the executed one.
 * Returns the saved files; null if one could not be saved.
 */
export async function saveSources({ project }: ProjectState): Promise<readonly string[] | null> {
  const changed = findUnsaved(project);
  const saved = await Promise.all(changed.map((file) => file.save()));
  return saved.every(Boolean) ? changed.map(({ name }) => name) : null;
}

/** Returns the files below a folder, by its URI, whose text in the editor is not saved. */
export function findUnsaved(folder: string): readonly UnsavedFile[] {
  return workspace.textDocuments
    .filter(({ isDirty, uri }) => isDirty && uri.toString().startsWith(`${folder}/`))
    .map((document) => ({ name: workspace.asRelativePath(document.uri), save: () => document.save() }));
}

/** Returns an error for an empty reason of a change in the registry. */
export function checkReason(text: string): string | null {
  return text.trim() === '' ? 'A reason is required: it is recorded with the change.' : null;
}
