/** One target while a deployment works on it: its plan, its sessions, its ledger. */
import type { Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import type { Asked } from '../database/mysql-errors';
import type { WriteFacts } from '../database/server-facts';
import type { ServerFacts } from '../database/session';
import type { Ledger } from '../ledger/ledger';
import type { Lease } from '../ledger/lease';
import { openMysqlLedger } from '../ledger/mysql-ledger';
import type { Environment, Target } from '../project/environment';
import type { EnvironmentNaming } from './environment-naming';
import type { TargetSessions } from './target-sessions';

export interface OpenTarget {
  readonly environment: Environment;
  readonly target: Target;
  /** `db1:3306/shop`. */
  readonly label: string;
  readonly naming: EnvironmentNaming;
  readonly sessions: TargetSessions;
}

export interface TargetAtWork extends OpenTarget {
  readonly server: ServerFacts;
  readonly write: WriteFacts;
  readonly maySetGlobals: boolean;
  readonly lease: Lease;
}

/** On the session that is open now: after a lost connection, on a new one. */
export async function openLedger({
  environment,
  sessions,
}: Pick<OpenTarget, 'environment' | 'sessions'>): Promise<Result<Ledger, Failure>> {
  const session = await sessions.get('ledger');
  if (!session.ok) return session;
  return succeed(
    openMysqlLedger({ session: session.value, schema: environment.ledgerSchema, environment: environment.name }),
  );
}

export function askedFor(
  { environment, server }: Pick<TargetAtWork, 'environment' | 'server'>,
  doing: string,
  schema: string,
): Asked {
  return { environment: environment.name, account: server.account, doing, schema };
}
