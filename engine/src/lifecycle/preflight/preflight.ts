/** All that would stop or endanger a deployment, each finding with its remedy: the plain list of checks. */
import type { Finding } from '../answers/finding';
import { checkBranch } from './checks/branch';
import type { Check, CheckInput } from './checks/check';
import { checkDefiners } from './checks/definers';
import { checkDependencies } from './checks/dependencies';
import { checkLedger } from './checks/ledger';
import { checkLossyTexts } from './checks/lossy-texts';
import { checkPacketSize } from './checks/packet-size';
import { checkPrivileges } from './checks/privileges';
import { checkRetired } from './checks/retired';
import { checkReservedSchemas } from './checks/reserved-schemas';
import { checkSchemas } from './checks/schemas';
import { checkDurability } from './checks/durability';
import { checkServerSettings } from './checks/server-settings';
import { checkStatuses } from './checks/status';
import { checkTables } from './checks/tables';
import { checkWritable } from './checks/writable';

const checks: readonly Check[] = [
  checkBranch,
  checkStatuses,
  checkWritable,
  checkReservedSchemas,
  checkSchemas,
  checkTables,
  checkPrivileges,
  checkDefiners,
  checkLedger,
  checkServerSettings,
  checkDurability,
  checkPacketSize,
  checkLossyTexts,
  checkDependencies,
];

/**
 * Checks one target's plan by the facts about the target, with the hidden routines that could not be planned. Pure. A
 * plan without steps has no dangers but what runs already.
 */
export function collectFindings(input: CheckInput): readonly Finding[] {
  const { plan, facts } = input;
  const hidden = plan.hidden ?? [];
  const retired = checkRetired(input);
  if (plan.steps.length + hidden.length === 0 && facts.ledgerProblem === undefined) return retired;
  const all = { ...input, plan: { ...plan, steps: [...plan.steps, ...hidden.map(({ step }) => step)] } };
  return [...checks.flatMap((check) => check(all)), ...retired];
}
