/**
 * Checks that each definer may do what its routines, triggers, events and views need. A missing privilege passes CREATE, and
 * fails at the first call, or every night.
 */
import { append } from '../../base/long-lists';
import { listNeeds, runsAsDefiner, type Need } from '../../analysis/program/definer-needs';
import { plural } from '../../base/plural';
import { succeed, type Result } from '../../base/result';
import { quoteAccount } from '../../database/connection/mysql-errors';
import type { ServerError, Session } from '../../database/connection/session';
import { readDefinerPrivileges } from '../../database/read-definer-privileges';
import type { Privileges } from '../../database/read-privileges';
import { printAccount } from '../../routine/print-routine';
import { identify, printKindAndKey, type Account, type Routine, type RoutineKey } from '../../routine/routine';
import { quoteName, quoteText } from '../../syntax/quoting';
import type { Finding } from '../answers/finding';
import { stop, warn } from '../planning/findings';
import type { TargetPlan } from '../planning/steps/plan';
import type { TargetFacts } from '../planning/target-facts';

export interface DefinerInput {
  readonly plan: TargetPlan;
  readonly facts: TargetFacts;
  /** A return to what ran before is not stopped: what it restores ran with the same rights. */
  readonly isRollback: boolean;
}

export async function findDefinerFaults(
  input: DefinerInput,
  session: Session,
): Promise<Result<readonly Finding[], ServerError>> {
  const findings: Finding[] = [];
  for (const group of groupByDefiner(input)) {
    const { account, routines } = group;
    const isOwn = account === null || printAccount(account) === input.facts.server.account;
    const read: Result<Privileges | string, ServerError> = isOwn
      ? succeed(input.facts.privileges)
      : await readDefinerPrivileges(session, account);
    if (!read.ok) return read;
    const name = account === null ? input.facts.server.account : nameOf(input.facts, account);
    if (typeof read.value === 'string') findings.push(reportUnknown(input.facts, name, group, read.value));
    else
      for (const routine of routines) append(findings, checkRoutine(input, { name, isOwn, held: read.value }, routine));
  }
  return succeed(findings);
}

/** Returns `user@host`, or the bare name of a role. */
function nameOf({ accounts }: TargetFacts, account: Account): string {
  return account.host === '' && accounts?.has(`${account.user}@`) === true ? account.user : printAccount(account);
}

interface Group {
  /** The definer; null for the account that deploys. */
  readonly account: Account | null;
  readonly routines: readonly Routine[];
}

/** Groups the new texts that need anything by their definers. Another check reports a missing definer. */
function groupByDefiner({ plan, facts }: DefinerInput): readonly Group[] {
  const groups = new Map<string, { readonly account: Account | null; readonly routines: Routine[] }>();
  for (const { after } of plan.steps) {
    if (after === null || !runsAsDefiner(after.routine) || listNeeds(after.routine).length === 0) continue;
    const { definer } = after.routine;
    const name = definer === null ? facts.server.account : printAccount(definer);
    if (definer !== null && facts.accounts?.has(name) === false && !facts.accounts.has(`${definer.user}@`)) continue;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { account: definer, routines: [after.routine] });
    else group.routines.push(after.routine);
  }
  return [...groups.values()];
}

interface Holder {
  /** The definer as `user@host`. */
  readonly name: string;
  /** True for the account that deploys, which may execute what it creates. */
  readonly isOwn: boolean;
  readonly held: Privileges;
}

function checkRoutine(
  { plan, facts, isRollback }: DefinerInput,
  { name, isOwn, held }: Holder,
  routine: Routine,
): readonly Finding[] {
  const created = new Set(plan.steps.filter(({ after }) => after !== null).map(({ key }) => identify(key)));
  const missing = listNeeds(routine).filter((need) => {
    const callee = calleeOf(need);
    if (callee !== null && isOwn && created.has(identify(callee))) return false;
    // The account that deploys needs these to create it, and another check reports them.
    if (isOwn && (need.privilege === 'TRIGGER' || need.privilege === 'EVENT')) return false;
    return isKnown(facts, need, created) && !holds(held, need);
  });
  if (missing.length === 0) return [];
  // A privilege on a routine that does not exist yet cannot be granted before.
  const isLater = missing.every((need) => {
    const callee = calleeOf(need);
    return callee !== null && !facts.deployed.has(identify(callee)) && created.has(identify(callee));
  });
  const report = isRollback || isLater ? warn : stop;
  return [
    report(
      'definer-privileges',
      `${printKindAndKey(routine.key)} on ${facts.label} runs with the rights of ${name}, which lacks ${missing.map(printNeed).join(', ')}. Calls that need this fail.`,
      `${renderGrants(missing, name.includes('@') ? quoteAccount(name) : quoteText(name)).join('; ')};`,
    ),
  ];
}

function calleeOf({ on, schema, name }: Need): RoutineKey | null {
  return on === 'procedure' || on === 'function' ? { kind: on, schema, name } : null;
}

/** Returns true if the object certainly exists, or will: another check reports missing ones. */
function isKnown({ catalogs }: TargetFacts, { on, schema, name }: Need, created: ReadonlySet<string>): boolean {
  const catalog = catalogs.get(schema);
  if (on === 'schema') return true;
  if (on !== 'table') {
    const identity = identify({ kind: on, schema, name });
    return created.has(identity) || catalog?.names.some((key) => identify(key) === identity) === true;
  }
  const isPlanned = created.has(identify({ kind: 'view', schema, name }));
  return !isPlanned && catalog?.tables.some((table) => table.toLowerCase() === name.toLowerCase()) === true;
}

/** Returns true if the account has the privilege, on one column at least. */
function holds(privileges: Privileges, { privilege, on, schema, name }: Need): boolean {
  if (on === 'schema') return privileges.hasOnSchema(privilege, schema);
  if (on !== 'table') return privileges.hasOnRoutine(privilege, schema, { kind: on.toUpperCase(), name });
  return privileges.hasOnTable(privilege, schema, name) || privileges.hasOnColumns(privilege, schema, name);
}

function printNeed({ privilege, on, schema, name }: Need): string {
  if (on === 'schema') return `${privilege} on schema ${schema}`;
  return on === 'table' ? `${privilege} on ${schema}.${name}` : `${privilege} on ${on} ${schema}.${name}`;
}

/** Renders one GRANT for each object; `grantee` is written as in SQL. */
export function renderGrants(needs: readonly Need[], grantee: string): readonly string[] {
  const objects = new Map<string, Set<string>>();
  for (const { privilege, on, schema, name } of needs) {
    const object = on === 'schema' ? `${quoteName(schema)}.*` : `${quoteName(schema)}.${quoteName(name)}`;
    const place = on === 'procedure' || on === 'function' ? `${on.toUpperCase()} ${object}` : object;
    objects.set(place, (objects.get(place) ?? new Set()).add(privilege));
  }
  return [...objects].map(
    ([object, privileges]) => `GRANT ${[...privileges].sort().join(', ')} ON ${object} TO ${grantee}`,
  );
}

function reportUnknown({ server, label }: TargetFacts, name: string, { routines }: Group, reason: string): Finding {
  const [first] = routines;
  const what = first === undefined ? '' : printKindAndKey(first.key);
  const others = routines.length - 1;
  const list = others === 0 ? what : `${what} and ${plural(others, 'other')}`;
  return warn(
    'definer-privileges-unknown',
    `It is unknown whether ${name}, the definer of ${list} on ${label}, has the privileges that their statements need: ${reason.replace(/\.$/, '')}.`,
    `GRANT SELECT ON mysql.* TO ${quoteAccount(server.account)}; or check them with SHOW GRANTS FOR ${quoteAccount(name)}.`,
  );
}
