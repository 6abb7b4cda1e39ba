/** The commands Set Password… and Forget Password…: the password is in VS Code's SecretStorage, never in a file. */
import { commands } from '../workbench/contributions';
import { forgetSecret, storeSecret } from './keep-secret';
import type { Command } from './command';

export const setPassword: Command = {
  id: commands.setPassword,
  run: (context, argument) =>
    storeSecret(context, argument, {
      secret: 'password',
      noun: 'password',
      title: 'Set Password',
      ask: ({ name, audience }) =>
        context.dialogs.ask({
          title: `Password for ${name}`,
          prompt: `Kept in this machine's keychain, for ${audience.join(', ')}.`,
          password: true,
        }),
    }),
};

export const forgetPassword: Command = {
  id: commands.forgetPassword,
  run: (context, argument) =>
    forgetSecret(context, argument, { secret: 'password', noun: 'password', title: 'Forget Password' }),
};
