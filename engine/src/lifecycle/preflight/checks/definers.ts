/** Check: definers exist on the target, and this account may name them. A missing one passes CREATE and fails every call. */
import type { Finding } from '../../answers/finding';
import { quoteAccount } from '../../../database/connection/mysql-errors';
import { printKindAndKey, type Account } from '../../../routine/routine';
import { printAccount } from '../../../routine/print-routine';
import type { TargetPlan } from '../../planning/steps/plan';
import { listRestored } from '../../planning/steps/restored';
import type { TargetFacts } from '../../planning/target-facts';
import type { Check } from './check';
import { stop } from '../../planning/findings';

export const checkDefiners: Check = ({ environment, plan, facts }) => {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const { key, before, after } of plan.steps) {
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
    const reason = findObstacle(facts, account);
    if (reason === null) continue;
    const isKept = before?.live.routine.definer != null && printAccount(before.live.routine.definer) === account;
    const remedy = isKept
      ? orRecreate(reason.grant)
      : `${reason.grant}; or map it to your own account in "definers" of environment ${environment.name}: "${account}": "${facts.server.account}".`;
    findings.push(notAllowed({ facts, account, reason, remedy }));
  }
  return [...findings, ...checkRestored(seen, plan, facts)];
};

/** Checks the present definers, with which undoing the deployment would create the routines again. */
function checkRestored(judged: ReadonlySet<string>, { steps }: TargetPlan, facts: TargetFacts): readonly Finding[] {
  const seen = new Set(judged);
  return listRestored(steps).flatMap(({ key, definer }) => {
    if (definer === null || seen.has(printAccount(definer))) return [];
    const account = printAccount(definer);
    seen.add(account);
    const reason = findObstacle(facts, account);
    if (reason === null) return [];
    const { server, label } = facts;
    const message = `${server.account} could not restore ${printKindAndKey(key)} on ${label} if the deployment fails, because its definer is ${account}.`;
    return [stop('missing-privilege', message, orRecreate(reason.grant))];
  });
}

/** Returns true for a role, which MariaDB lists among the accounts, without a host. */
function isRole({ accounts }: TargetFacts, { user, host }: Account): boolean {
  return host === '' && accounts?.has(`${user}@`) === true;
}

function mayNameOthers({ privileges }: TargetFacts): boolean {
  return ['SET_ANY_DEFINER', 'SET_USER_ID', 'SET USER', 'SUPER'].some((privilege) => privileges.hasGlobal(privilege));
}

/** The reason why this account may not name another one as definer, and the missing privilege. */
interface Obstacle {
  /** True if the definer has SYSTEM_USER, which is what keeps others from naming it. */
  readonly isSystemUser: boolean;
  readonly grant: string;
}

/** Returns the obstacle; only accounts with SYSTEM_USER may name one with it. */
function findObstacle(facts: TargetFacts, definer: string): Obstacle | null {
  const { server, privileges, systemAccounts } = facts;
  if (definer === server.account) return null;
  const renderGrant = (privilege: string): string => `GRANT ${privilege} ON *.* TO ${quoteAccount(server.account)}`;
  const ofMysql = server.version >= 80_200 ? 'SET_ANY_DEFINER' : 'SET_USER_ID';
  if (!mayNameOthers(facts))
    return { isSystemUser: false, grant: renderGrant(server.dialect === 'mariadb' ? 'SET USER' : ofMysql) };
  if (systemAccounts?.has(definer) !== true || privileges.hasGlobal('SYSTEM_USER')) return null;
  return { isSystemUser: true, grant: renderGrant('SYSTEM_USER') };
}

interface DefinerProblem {
  readonly facts: TargetFacts;
  readonly account: string;
  readonly reason: Obstacle;
  readonly remedy: string;
}

function notAllowed({ facts: { server, label }, account, reason, remedy }: DefinerProblem): Finding {
  return stop(
    'missing-privilege',
    reason.isSystemUser
      ? `${server.account} is not allowed to create routines with the definer ${account} on ${label}, because that account has SYSTEM_USER.`
      : `${server.account} is not allowed to create routines with the definer ${account} on ${label}.`,
    remedy,
  );
}

/** Returns the remedy for deployed routines, which a map of definers does not change. */
function orRecreate(grant: string): string {
  return `${grant}; or first recreate it by hand with your own account as definer.`;
}
