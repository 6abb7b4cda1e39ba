/** Set Password… and Forget Password…: in VS Code's SecretStorage, never in a file. */
import { passwordChanged } from '#protocol';
import { commands } from '../contributions';
import { askProject, demandTrust, pickEnvironment } from './ask';
import type { Command } from './command';

export const setPassword: Command = {
  id: commands.setPassword,
  async run(context, argument) {
    const state = (await demandTrust(context)) ? await askProject(context, argument) : undefined;
    const environment = state && (await pickEnvironment(context, state, argument, 'Set Password'));
    if (state === undefined || environment === undefined) return undefined;
    const password = await context.dialogs.ask({
      title: `Password for ${environment.name}`,
      prompt: `Kept in this machine's keychain, for ${environment.audience.join(', ')}.`,
      password: true,
    });
    if (password === undefined) return undefined;
    const where = { project: state.project, environment: environment.name };
    await context.passwords.store({ ...where, audience: environment.audience }, password);
    await context.server.tell(passwordChanged, where);
    void context.dialogs.tell('information', `The password for ${environment.name} is kept in the keychain.`);
    return true;
  },
};

export const forgetPassword: Command = {
  id: commands.forgetPassword,
  async run(context, argument) {
    const state = await askProject(context, argument);
    const environment = state && (await pickEnvironment(context, state, argument, 'Forget Password'));
    if (state === undefined || environment === undefined) return undefined;
    const where = { project: state.project, environment: environment.name };
    await context.passwords.forget(where);
    await context.server.tell(passwordChanged, where);
    void context.dialogs.tell('information', `The password for ${environment.name} is forgotten.`);
    return true;
  },
};
