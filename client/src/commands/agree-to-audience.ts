/** Asks whether a stored password may go to servers that it was not stored for; only ever on a person's own command. */
import { commands as vscodeCommands } from 'vscode';
import { passwordChanged } from '#protocol';
import { commands } from '../contributions';
import type { CommandContext } from './command';

export interface AudienceOf {
  readonly project: string;
  readonly name: string;
  readonly audience: readonly string[];
}

/** False where the person turned away. Asked once for each audience: who has agreed, or set another, is not asked again. */
export async function agreeToAudience(
  { passwords, dialogs, server }: Pick<CommandContext, 'passwords' | 'dialogs' | 'server'>,
  { project, name, audience }: AudienceOf,
): Promise<boolean> {
  const place = { project, environment: name, audience };
  const stored = await passwords.find(place);
  if (stored.kind !== 'held-back') return true;
  const now = audience.join(', ');
  const message =
    stored.storedFor === null
      ? `The stored password of ${name} is not bound to a server yet. sproc.json names ${now}.`
      : `The stored password of ${name} is for ${stored.storedFor.join(', ')}. sproc.json now names ${now}.`;
  const [send, another] = ['Send It There', 'Set Another…'];
  const detail = `Whoever runs ${now} can read a password that is sent there.`;
  const answer = await dialogs.confirm({ message, detail, answers: [send, another] });
  if (answer === another)
    return (await vscodeCommands.executeCommand(commands.setPassword, { project, environment: name })) === true;
  if (answer !== send) return false;
  await passwords.rebind(place);
  await server.tell(passwordChanged, { project, environment: name });
  return true;
}
