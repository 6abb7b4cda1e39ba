/** Check: settings of the server that refuse or disarm what is deployed. */
import type { Finding } from '../../answers/finding';
import { printKindAndKey } from '../../../routine/routine';
import type { Check } from './check';
import { stop, warn } from '../../planning/findings';

export const checkServerSettings: Check = ({ plan, facts }) => {
  const { write, privileges, label, server } = facts;
  const findings: Finding[] = [];
  const logged = plan.steps.find(
    ({ key, after }) => after !== null && (key.kind === 'function' || key.kind === 'trigger'),
  );
  if (logged !== undefined && write.binaryLog && !write.trustsFunctionCreators && !privileges.hasGlobal('SUPER'))
    findings.push(
      stop(
        'log-bin-trust',
        `${label} has binary logging on and does not allow ${server.account} to create ${printKindAndKey(logged.key)} (error 1419).`,
        'Run `SET GLOBAL log_bin_trust_function_creators = 1` as an administrator.',
      ),
    );
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
