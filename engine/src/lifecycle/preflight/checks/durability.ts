/** Check: settings of the server with which a crash may lose the ledger's last rows, and with them what is to be restored. */
import type { LossySetting } from '../../../database/server-facts';
import { warn } from '../../planning/findings';
import type { Check } from './check';

export const checkDurability: Check = ({ plan, facts: { write, label } }) =>
  plan.steps.length === 0
    ? []
    : write.lossySettings.map((setting) => warn('not-durable', describeLoss(setting, label), repairOfLoss(setting)));

/** Says what a crash loses; routines themselves are kept. */
export function describeLoss({ name, value, crash }: LossySetting, where: string): string {
  const what = crash === 'server' ? 'of the server or its machine' : 'of its machine';
  return `${name} of ${where} is ${value}. A crash ${what} can lose the last rows of the ledger, so a deployment may not be undone.`;
}

/** Names the statement that makes commits durable. */
export function repairOfLoss({ name }: LossySetting): string {
  return `Run \`SET GLOBAL ${name} = 1\` as an administrator, and set it in the configuration of the server.`;
}
