/** Asks whether stored secrets may be used for servers that they were not stored for; only ever on a person's own command. */
import { commands as vscodeCommands } from 'vscode';
import { secretChanged, type SecretKind } from '#protocol';
import { commands } from '../workbench/contributions';
import type { CommandContext } from './command';

export interface AudienceOf {
  readonly project: string;
  readonly name: string;
  readonly audience: readonly string[];
}

type Asking = Pick<CommandContext, 'secrets' | 'dialogs' | 'server'>;

/** Returns false if the person declined. Each audience is confirmed once, unless the person sets another secret. */
export async function agreeToAudience(context: Asking, about: AudienceOf): Promise<boolean> {
  for (const secret of ['password', 'ledger-key'] as const)
    if (!(await agreeToOne(context, about, secret))) return false;
  return true;
}

interface Words {
  readonly noun: string;
  readonly agree: string;
  /** The command that stores another. */
  readonly another: string;
  readonly consequence: (servers: string) => string;
}

const words: Readonly<Record<SecretKind, Words>> = {
  password: {
    noun: 'password',
    agree: 'Send It There',
    another: commands.setPassword,
    consequence: (servers) => `Whoever runs ${servers} can read a password that is sent there.`,
  },
  'ledger-key': {
    noun: 'ledger key',
    agree: 'Use It There',
    another: commands.setLedgerKey,
    consequence: (servers) => `The key is not sent. It signs the rows of the ledger on ${servers}, and proves them.`,
  },
};

async function agreeToOne(
  { secrets, dialogs, server }: Asking,
  { project, name, audience }: AudienceOf,
  secret: SecretKind,
): Promise<boolean> {
  const place = { project, environment: name, secret, audience };
  const stored = await secrets.find(place);
  if (stored.kind !== 'held-back') return true;
  const { noun, agree, another, consequence } = words[secret];
  const now = audience.join(', ');
  const message =
    stored.storedFor === null
      ? `The stored ${noun} of ${name} is not bound to a server yet. sproc.json names ${now}.`
      : `The stored ${noun} of ${name} is for ${stored.storedFor.join(', ')}. sproc.json now names ${now}.`;
  const other = 'Set Another…';
  const answer = await dialogs.confirm({ message, detail: consequence(now), answers: [agree, other] });
  if (answer === other) return (await vscodeCommands.executeCommand(another, { project, environment: name })) === true;
  if (answer !== agree) return false;
  await secrets.rebind(place);
  await server.report(secretChanged, { project, environment: name });
  return true;
}
