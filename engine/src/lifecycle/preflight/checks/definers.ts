/** Check: definers exist on the target, and this account may name them. A missing one passes CREATE and fails every call. */
import type { Finding } from '../../answers/finding';
import { quoteAccount } from '../../../database/connection/mysql-errors';
import { printKindAndKey, type Account } from '../../../routine/routine';
import { printAccount } from '../../../routine/print-routine';
import type { TargetFacts } from '../../planning/target-facts';
import type { Check } from './check';
import { stop } from '../../planning/findings';

export const checkDefiners: Check = ({ environment, plan, facts }) => {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const { key, after } of plan.steps) {
    const definer = after?.routine.definer;
    if (definer == null || seen.has(printAccount(definer))) continue;
    const account = printAccount(definer);
    seen.add(account);
    if (facts.accounts?.has(account) === false && !isRole(facts, definer)) {
      const mayBeRole = definer.host === '';
      findings.push(
        stop(
          'missing-definer',
          mayBeRole
            ? `The definer ${definer.user} of ${printKindAndKey(key)} is neither a role nor the account ${account} on ${facts.label}. Every call would fail.`
            : `The definer ${account} of ${printKindAndKey(key)} does not exist on ${facts.label}. Every call would fail.`,
          mayBeRole
            ? `Create the role or account, or map it in "definers" of environment ${environment.name}: "${account}": "…".`
            : `Create the account, or map it in "definers" of environment ${environment.name}: "${account}": "…".`,
        ),
      );
    }
    if (account === facts.server.account) continue;
    if (!mayNameOthers(facts)) findings.push(notAllowed(facts, account));
    else if (facts.systemAccounts?.has(account) === true && !facts.privileges.hasGlobal('SYSTEM_USER'))
      findings.push(notOfTheSystem(facts, account));
  }
  return findings;
};

/** MariaDB keeps roles among the accounts, without a host. */
function isRole({ accounts }: TargetFacts, { user, host }: Account): boolean {
  return host === '' && accounts?.has(`${user}@`) === true;
}

function mayNameOthers({ privileges }: TargetFacts): boolean {
  return ['SET_ANY_DEFINER', 'SET_USER_ID', 'SET USER', 'SUPER'].some((privilege) => privileges.hasGlobal(privilege));
}

function notAllowed({ server, label }: TargetFacts, definer: string): Finding {
  const privilege =
    server.dialect === 'mariadb' ? 'SET USER' : server.version >= 80_200 ? 'SET_ANY_DEFINER' : 'SET_USER_ID';
  return stop(
    'missing-privilege',
    `${server.account} is not allowed to create routines with the definer ${definer} on ${label}.`,
    `GRANT ${privilege} ON *.* TO ${quoteAccount(server.account)}; or map the definer in "definers" of sproc.json.`,
  );
}

/** Naming others is not enough: an account with SYSTEM_USER is named by its peers only. */
function notOfTheSystem({ server, label }: TargetFacts, definer: string): Finding {
  return stop(
    'missing-privilege',
    `${server.account} is not allowed to create routines with the definer ${definer} on ${label}, because that account has SYSTEM_USER.`,
    `GRANT SYSTEM_USER ON *.* TO ${quoteAccount(server.account)}; or map the definer in "definers" of sproc.json.`,
  );
}
