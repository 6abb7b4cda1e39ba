/** Add Environment…: asks for a server, tries it, and writes it to sproc.json; the password goes to the keychain. */
import { env, workspace, Uri } from 'vscode';
import {
  addEnvironment as addRequest,
  secretChanged,
  sourceRoutines,
  tryEnvironment,
  type ProjectState,
} from '#protocol';
import { commands, projectFileName } from '../workbench/contributions';
import { press, showFailure } from '../workbench/failure-message';
import type { Answers } from '../workbench/form';
import { findLocalServers } from '../workbench/local-servers';
import { whileAsking } from '../workbench/progress';
import { schemaOf } from '../views/model/routine-name';
import { askProjectToChange, findUnsaved } from './ask';
import type { Command, CommandContext } from './command';
import { buttons, makeEnvironmentFields, makeTrialQuestion, readEnvironment, test } from './environment-form';
import { saveBeforeWriting } from './save-before-writing';

export const addEnvironment: Command = {
  id: commands.addEnvironment,
  async run(context, argument) {
    const state = await askProjectToChange(context, argument);
    if (state === undefined || !(await saveProjectFile(context, state))) return undefined;
    const [schema, servers] = await Promise.all([guessSchema(context, state), findLocalServers()]);
    const fields = makeEnvironmentFields({ names: state.environments.map(({ name }) => name), schema, servers });
    let answers = await context.dialogs.fill('Add Environment', fields);
    while (answers !== undefined) {
      const decision = answers['next'] === test ? await decideByTest(context, state, answers) : 'add';
      if (decision === undefined) return undefined;
      if (typeof decision === 'string') return write(context, state, answers, decision === 'add');
      answers = await context.dialogs.fill('Add Environment', fields, { answers, from: decision.change });
    }
    return undefined;
  },
};

/** Saves sproc.json first: an unsaved text of it would hide or overwrite what is added. */
async function saveProjectFile({ dialogs }: CommandContext, { project }: ProjectState): Promise<boolean> {
  const name = workspace.asRelativePath(Uri.joinPath(Uri.parse(project), projectFileName));
  const unsaved = findUnsaved(project).filter((file) => file.name === name);
  return saveBeforeWriting(dialogs, unsaved, 'Add Environment writes sproc.json');
}

/** Returns the schema of most routines of the project; empty if that is unknown. */
async function guessSchema({ server }: CommandContext, { project }: ProjectState): Promise<string> {
  const reply = await server.ask(sourceRoutines, { project });
  const schemas = reply.ok ? reply.value.map(({ routine }) => schemaOf(routine)) : [];
  const count = (schema: string): number => schemas.filter((each) => each === schema).length;
  return schemas.toSorted((a, b) => count(b) - count(a))[0] ?? '';
}

/** `change` has the name of the field to go back to. */
type Decision = 'add' | 'add-without-password' | { readonly change: string } | undefined;

async function decideByTest(
  { server, dialogs }: CommandContext,
  { project }: ProjectState,
  answers: Answers,
): Promise<Decision> {
  const added = readEnvironment(answers);
  const password = answers['password'] ?? '';
  const reply = await whileAsking(`Testing ${added.name}`, (token) =>
    server.ask(tryEnvironment, { project, added, password }, token),
  );
  if (!reply.ok) {
    await showFailure({ dialogs }, reply.error, { project });
    return undefined;
  }
  for (;;) {
    const { from, ...question } = makeTrialQuestion(added.name, reply.value);
    const answer = await dialogs.confirm(question);
    if (answer === buttons.add || answer === buttons.anyway) return 'add';
    if (answer === buttons.without) return 'add-without-password';
    if (answer === buttons.change) return { change: from };
    if (answer !== buttons.copy || reply.value.result !== 'accepted') return undefined;
    await env.clipboard.writeText((reply.value.grants ?? []).map((statement) => `${statement};\n`).join(''));
  }
}

async function write(
  { server, dialogs, secrets }: CommandContext,
  { project }: ProjectState,
  answers: Answers,
  keepsPassword: boolean,
): Promise<string | undefined> {
  const added = readEnvironment(answers);
  const reply = await server.ask(addRequest, { project, added });
  if (!reply.ok) {
    await showFailure({ dialogs }, reply.error, { project });
    return undefined;
  }
  const { name: environment } = added;
  const password = answers['password'] ?? '';
  if (keepsPassword && password !== '') {
    await secrets.store({ project, environment, secret: 'password', audience: reply.value.audience }, password);
    await server.report(secretChanged, { project, environment });
  }
  const open = { title: 'Open sproc.json', command: commands.openProjectFile, argument: { project } };
  void dialogs
    .report('information', `${environment} is added to sproc.json.`, open.title)
    .then((answer) => press([open], answer));
  return environment;
}
