/** Check: the account may write down what it does, before it does anything. */
import { quoteAccount } from '../../../database/connection/mysql-errors';
import { quoteName } from '../../../syntax/quoting';
import type { Check } from './check';
import { stop } from '../../planning/findings';

export const checkLedger: Check = ({ environment: { ledgerSchema }, facts }) => {
  const { privileges, server, label, hasLedger, ledgerProblem } = facts;
  const needed = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', ...(hasLedger ? [] : ['CREATE'])];
  const missing = needed.filter((privilege) => !privileges.hasOnSchema(privilege, ledgerSchema));
  if (missing.length === 0)
    return ledgerProblem === undefined
      ? []
      : [stop('missing-privilege', ledgerProblem.message, ledgerProblem.remedy ?? '')];
  const list = missing.join(', ');
  return [
    stop(
      'missing-privilege',
      `${server.account} lacks ${list} on the ledger (schema ${ledgerSchema} of ${label}).`,
      `GRANT ${list} ON ${quoteName(ledgerSchema)}.* TO ${quoteAccount(server.account)};`,
    ),
  ];
};
