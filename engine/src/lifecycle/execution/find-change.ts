/** Checks, directly before its statements, whether a routine was changed since the ledger saved it. */
import type { Failure } from '../../base/failure';
import type { Result } from '../../base/result';
import { explainServerError } from '../../database/connection/mysql-errors';
import type { Row, ServerError } from '../../database/connection/session';
import { toDefinition } from '../../database/show-create';
import { printKindAndKey } from '../../routine/routine';
import type { ScriptContext } from './script-context';
import { readDeployedObject, isSameDefinition } from '../planning/steps/deployed-object';

/**
 * Returns a failure if the routine was changed; null if it is as saved. `shown` is the answer to SHOW CREATE; only a
 * different text is read again.
 */
export async function findChange(
  shown: Result<readonly Row[] | undefined, ServerError>,
  { before, asked, sessions }: ScriptContext,
): Promise<Failure | null> {
  if (!shown.ok && shown.error.errno !== isGone) return explainServerError(shown.error, asked);
  const text = shown.ok ? toDefinition(shown.value?.[0] ?? {}).text : null;
  if (before === null || text === before.text) return null;
  const reader = await sessions.get('reader');
  if (!reader.ok) return reader.error;
  const now = await readDeployedObject(reader.value, before.key, asked);
  if (!now.ok) return now.error;
  if (now.value !== null && isSameDefinition(before, now.value.saved)) return null;
  return {
    kind: 'plan-stale',
    message: `${printKindAndKey(before.key)} was changed by someone else since the plan was made.`,
    remedy: 'Create a new plan.',
  };
}

/** The error for a missing procedure or function. */
const isGone = 1305;
