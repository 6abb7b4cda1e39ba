/** Stores a secret of an environment in VS Code's SecretStorage, or removes it; the server then connects again. */
import { secretChanged, type EnvironmentState, type SecretKind } from '#protocol';
import type { CommandArgument } from '../workbench/command-argument';
import { askProject, askProjectToChange, pickEnvironment } from './ask';
import type { CommandContext } from './command';

interface Naming {
  readonly secret: SecretKind;
  /** The name of the secret in messages. */
  readonly noun: string;
  /** The title of the list of environments. */
  readonly title: string;
}

/** The environment that a secret is for. */
export interface SecretOf {
  readonly project: string;
  readonly environment: EnvironmentState;
}

interface Asking extends Naming {
  readonly ask: (about: SecretOf) => Promise<string | undefined>;
  /** Returns the sentence for the person once the secret is stored; undefined if it is not to be stored. */
  readonly settle: (about: SecretOf, value: string) => Promise<string | undefined>;
}

export async function storeSecret(
  context: CommandContext,
  argument: CommandArgument,
  { secret, title, ask, settle }: Asking,
): Promise<true | undefined> {
  const state = await askProjectToChange(context, argument);
  const environment = state && (await pickEnvironment(context, state, argument, title));
  if (state === undefined || environment === undefined) return undefined;
  const about = { project: state.project, environment };
  const value = await ask(about);
  const done = value === undefined ? undefined : await settle(about, value);
  if (value === undefined || done === undefined) return undefined;
  const { name, audience } = environment;
  const where = { project: state.project, environment: name };
  await context.secrets.store({ ...where, secret, audience }, value);
  await context.server.report(secretChanged, where);
  void context.dialogs.report('information', done);
  return true;
}

export async function forgetSecret(
  context: CommandContext,
  argument: CommandArgument,
  { secret, noun, title }: Naming,
): Promise<true | undefined> {
  const state = await askProject(context, argument);
  const environment = state && (await pickEnvironment(context, state, argument, title));
  if (state === undefined || environment === undefined) return undefined;
  const where = { project: state.project, environment: environment.name };
  await context.secrets.forget({ ...where, secret });
  await context.server.report(secretChanged, where);
  void context.dialogs.report('information', `The ${noun} for ${environment.name} is forgotten.`);
  return true;
}
