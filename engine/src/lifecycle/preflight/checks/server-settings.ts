/** Check: settings of the server that reject or disable the deployed routines. */
import type { Finding } from '../../answers/finding';
import { printKindAndKey, type Routine } from '../../../routine/routine';
import type { TargetPlan } from '../../planning/steps/plan';
import { listRestored } from '../../planning/steps/restored';
import type { TargetFacts } from '../../planning/target-facts';
import type { Check } from './check';
import { stop, warn } from '../../planning/findings';

export const checkServerSettings: Check = ({ plan, facts }) => {
  const { write, label } = facts;
  const findings = [...checkBinaryLog(plan, facts)];
  const event = plan.steps.find(({ key, after }) => after !== null && key.kind === 'event');
  if (event !== undefined && write.eventScheduler !== 'ON')
    findings.push(
      warn(
        'event-scheduler',
        `The event scheduler of ${label} is ${write.eventScheduler}, so ${printKindAndKey(event.key)} will not run.`,
        'Run `SET GLOBAL event_scheduler = ON`.',
      ),
    );
  return findings;
};

/**
 * Checks the rules for binary logging: the server then accepts functions and triggers from accounts with SUPER only,
 * and from these only functions that cannot make replicas differ. The routines that an undone deployment would create
 * again follow the same rules.
 */
function checkBinaryLog(plan: TargetPlan, { write, privileges, label, server }: TargetFacts): readonly Finding[] {
  if (!write.binaryLog || write.trustsFunctionCreators) return [];
  const created = plan.steps.flatMap(({ after }) => after?.routine ?? []);
  const restored = listRestored(plan.steps);
  if (!privileges.hasGlobal('SUPER')) {
    const logged = [...created, ...restored].find(({ key }) => key.kind === 'function' || key.kind === 'trigger');
    if (logged === undefined) return [];
    const doing = created.includes(logged) ? 'create' : 'restore';
    const message = `${label} has binary logging on and does not allow ${server.account} to ${doing} ${printKindAndKey(logged.key)} (error 1419).`;
    return [stop('log-bin-trust', message, trustCreators)];
  }
  const unsafe = created.find(isUnsafe);
  if (unsafe !== undefined) {
    const message = `${label} has binary logging on and refuses ${printKindAndKey(unsafe.key)}, which may change data unpredictably (error 1418).`;
    const remedy = `Declare it DETERMINISTIC, NO SQL or READS SQL DATA if that is true. Otherwise ${lowerFirst(trustCreators)}`;
    return [stop('log-bin-trust', message, remedy)];
  }
  const lost = restored.find(isUnsafe);
  if (lost === undefined) return [];
  const message = `${label} has binary logging on, so ${printKindAndKey(lost.key)} could not be restored if the deployment fails (error 1418).`;
  return [stop('log-bin-trust', message, trustCreators)];
}

const trustCreators =
  'Run `SET GLOBAL log_bin_trust_function_creators = 1` as an administrator. On a managed server, set it to 1 in the parameter group or the database flags.';

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Returns true for a function that is unsafe. Source: MySQL manual, "Stored Program Binary Logging". */
function isUnsafe({ key, characteristics: { deterministic, dataAccess } }: Routine): boolean {
  const readsOnly = dataAccess === 'NO SQL' || dataAccess === 'READS SQL DATA';
  return key.kind === 'function' && !deterministic && !readsOnly;
}
