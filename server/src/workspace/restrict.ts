/**
 * The editor's stored secrets, which precede those that the project's own ports find. The gate of the ports denies
 * everything else that needs trust.
 */
import { advise, audienceOf, restricted, type Environment, type Failure, type Result, type SprocPorts } from '#engine';
import type { SecretKind, StoredSecret } from '#protocol';

export interface Restriction {
  readonly isTrusted: () => boolean;
  /** Returns a secret from the editor's storage. */
  readonly storedSecret: (environment: Environment, secret: SecretKind) => Promise<StoredSecret>;
}

export function restrict(ports: SprocPorts, { isTrusted, storedSecret }: Restriction): SprocPorts {
  const { secrets } = ports;
  const find = async (
    environment: Environment,
    secret: SecretKind,
    findElsewhere: () => Promise<Result<string | null, Failure>>,
  ): Promise<Result<string | null, Failure>> => {
    if (!isTrusted()) return { ok: false, error: restricted };
    const stored = await storedSecret(environment, secret);
    if (stored.kind === 'held-back') return { ok: false, error: explain[secret](environment, stored.storedFor) };
    return stored.kind === 'none' ? findElsewhere() : { ok: true, value: stored.value };
  };
  return {
    ...ports,
    secrets: {
      password: (environment) => find(environment, 'password', () => secrets.password(environment)),
      ledgerKey: (environment) => find(environment, 'ledger-key', () => secrets.ledgerKey(environment)),
    },
  };
}

type Explain = (environment: Environment, storedFor: readonly string[] | null) => Failure;

/** The explanations, used also in the background, where no person can be asked. */
const explain: Readonly<Record<SecretKind, Explain>> = {
  password: (environment, storedFor) => ({
    kind: 'not-permitted',
    message: `The stored password of ${describeHeldBack(environment, storedFor)} It was not sent.`,
    remedy: advise`Set it again with ${{ id: 'set-password', environment: environment.name }} if sproc.json is right.`,
  }),
  'ledger-key': (environment, storedFor) => ({
    kind: 'not-permitted',
    message: `The stored ledger key of ${describeHeldBack(environment, storedFor)} It was not used.`,
    remedy: advise`Set it again with ${{ id: 'set-ledger-key', environment: environment.name }} if sproc.json is right.`,
  }),
};

function describeHeldBack(environment: Environment, storedFor: readonly string[] | null): string {
  const audience = audienceOf(environment).join(', ');
  const before = storedFor === null ? 'was stored before it was bound to a server' : `is for ${storedFor.join(', ')}`;
  return `${environment.name} ${before}, and sproc.json names ${audience}.`;
}
