/**
 * The editor's stored passwords, before those that the project's own ports find. Everything else that needs trust is
 * refused by the gate below the ports.
 */
import { audienceOf, restricted, type Environment, type Failure, type SprocPorts } from '#engine';
import type { StoredPassword } from '#protocol';

export interface Restriction {
  readonly isTrusted: () => boolean;
  /** From the editor's secret storage. */
  readonly storedPassword: (environment: Environment) => Promise<StoredPassword>;
}

export function restrict(ports: SprocPorts, { isTrusted, storedPassword }: Restriction): SprocPorts {
  return {
    ...ports,
    secrets: {
      async password(environment) {
        if (!isTrusted()) return { ok: false, error: restricted };
        const stored = await storedPassword(environment);
        if (stored.kind === 'held-back') return { ok: false, error: explainHeldBack(environment, stored.storedFor) };
        return stored.kind === 'none' ? ports.secrets.password(environment) : { ok: true, value: stored.password };
      },
      async ledgerKey(environment) {
        return isTrusted() ? ports.secrets.ledgerKey(environment) : { ok: false, error: restricted };
      },
    },
  };
}

/** Said in the background, too, where nobody is asked. */
function explainHeldBack(environment: Environment, storedFor: readonly string[] | null): Failure {
  const audience = audienceOf(environment).join(', ');
  const before = storedFor === null ? 'was stored before it was bound to a server' : `is for ${storedFor.join(', ')}`;
  return {
    kind: 'not-permitted',
    message: `The stored password of ${environment.name} ${before}, and sproc.json names ${audience}. It was not sent.`,
    remedy: 'Run "Sproc: Set Password…" if sproc.json is right.',
  };
}
