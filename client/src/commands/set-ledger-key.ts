/**
 * The commands Set Ledger Key… and Forget Ledger Key…: the key that signs the rows of an environment's ledger, stored
 * like a password.
 */
import type { EnvironmentState } from '#protocol';
import { commands } from '../workbench/contributions';
import type { Dialogs } from '../workbench/dialogs';
import type { Command } from './command';
import { forgetSecret, storeSecret } from './keep-secret';

export const setLedgerKey: Command = {
  id: commands.setLedgerKey,
  run: (context, argument) =>
    storeSecret(context, argument, {
      secret: 'ledger-key',
      noun: 'ledger key',
      title: 'Set Ledger Key',
      ask: ({ environment }) => askTwice(context.dialogs, environment),
      settle: ({ environment }) => Promise.resolve(`The ledger key for ${environment.name} is kept in the keychain.`),
    }),
};

export const forgetLedgerKey: Command = {
  id: commands.forgetLedgerKey,
  run: (context, argument) =>
    forgetSecret(context, argument, { secret: 'ledger-key', noun: 'ledger key', title: 'Forget Ledger Key' }),
};

/**
 * Asks for a new key twice: no server can detect a mistyped one, and its signatures cannot be verified with another.
 */
async function askTwice(dialogs: Dialogs, { name, audience }: EnvironmentState): Promise<string | undefined> {
  const title = `Ledger key for ${name}`;
  const prompt = `Signs the ledger of ${audience.join(', ')}. Kept in this machine's keychain.`;
  const key = await dialogs.ask({ title, prompt, password: true, check: demandText });
  if (key === undefined) return undefined;
  const check = (again: string): string | null => (again === key ? null : 'The two keys differ.');
  return dialogs.ask({ title, prompt: 'Type the key again.', password: true, check });
}

/** Returns an error for an empty key, as for the variable of the command line. */
function demandText(text: string): string | null {
  return text.trim() === '' ? 'The key is empty. Type at least one character.' : null;
}
