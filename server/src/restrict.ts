/**
 * The editor's stored passwords, before those that the project's own ports find. Everything else that needs trust is
 * refused by the gate below the ports.
 */
import { restricted, type SprocPorts } from '#engine';

export interface Restriction {
  readonly isTrusted: () => boolean;
  /** From the editor's secret storage; null where none is stored. */
  readonly storedPassword: (environment: string) => Promise<string | null>;
}

export function restrict(ports: SprocPorts, { isTrusted, storedPassword }: Restriction): SprocPorts {
  return {
    ...ports,
    secrets: {
      async password(environment) {
        if (!isTrusted()) return { ok: false, error: restricted };
        const stored = await storedPassword(environment.name);
        return stored === null ? ports.secrets.password(environment) : { ok: true, value: stored };
      },
      async ledgerKey(environment) {
        return isTrusted() ? ports.secrets.ledgerKey(environment) : { ok: false, error: restricted };
      },
    },
  };
}
