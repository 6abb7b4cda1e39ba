/**
 * The commands Set Password… and Forget Password…: the password is tried once, and kept in VS Code's SecretStorage,
 * never in a file.
 */
import { tryPassword } from '#protocol';
import { commands } from '../workbench/contributions';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import type { Command, CommandContext } from './command';
import { forgetSecret, storeSecret, type SecretOf } from './keep-secret';
import { keepAnyway, keepEmpty, makeEmptyPasswordQuestion, makePasswordQuestion } from './password-question';

export const setPassword: Command = {
  id: commands.setPassword,
  run: (context, argument) =>
    storeSecret(context, argument, {
      secret: 'password',
      noun: 'password',
      title: 'Set Password',
      ask: ({ environment: { name, audience } }) =>
        context.dialogs.ask({
          title: `Password for ${name}`,
          prompt: `Tried once, then kept in this machine's keychain, for ${audience.join(', ')}.`,
          password: true,
        }),
      settle: (about, password) => settlePassword(context, about, password),
    }),
};

/** Tries the password. Returns the sentence on what became of it; undefined if it is not to be kept. */
async function settlePassword(
  context: CommandContext,
  { project, environment: { name } }: SecretOf,
  password: string,
): Promise<string | undefined> {
  const isMeant = password !== '' || (await context.dialogs.confirm(makeEmptyPasswordQuestion(name))) === keepEmpty;
  if (!isMeant) return undefined;
  const about = { project, environment: name };
  const reply = await whileAsking(`Trying the password on ${name}`, (token) =>
    context.server.ask(tryPassword, { ...about, password }, token),
  );
  if (!reply.ok) {
    await showFailure(context, reply.error, about);
    return undefined;
  }
  const question = makePasswordQuestion(name, reply.value);
  if (question === null) return `${name} accepts the password. It is kept in the keychain.`;
  if ((await context.dialogs.confirm(question)) !== keepAnyway) return undefined;
  return `The password for ${name} is kept in the keychain, though ${name} did not accept it yet.`;
}

export const forgetPassword: Command = {
  id: commands.forgetPassword,
  run: (context, argument) =>
    forgetSecret(context, argument, { secret: 'password', noun: 'password', title: 'Forget Password' }),
};
