/** Check: the account has every privilege that the plan needs; each missing one with its GRANT. */
import type { Finding } from '../../base/contract';
import type { RoutineKind } from '../../base/routine-kind';
import { quoteAccount } from '../../database/mysql-errors';
import { renderGrantToRead } from '../../database/read-catalog';
import { printKindAndKey } from '../../routine/routine';
import { quoteName } from '../../syntax/quoting';
import type { DeploymentStep } from '../plan';
import type { TargetFacts } from '../target-facts';
import { stop, type Check } from './check';

export const checkPrivileges: Check = ({ plan, facts }) => {
  const missing = new Map<string, Set<string>>();
  for (const step of plan.steps) {
    for (const privilege of needed(step)) {
      if (has(facts, step, privilege)) continue;
      const { schema } = step.key;
      missing.set(schema, (missing.get(schema) ?? new Set()).add(privilege));
    }
  }
  const account = quoteAccount(facts.server.account);
  return [
    ...[...missing].map(([schema, privileges]): Finding => {
      const list = [...privileges].sort().join(', ');
      return stop(
        'missing-privilege',
        `${facts.server.account} lacks ${list} on schema ${schema} of ${facts.label}.`,
        `GRANT ${list} ON ${quoteName(schema)}.* TO ${account};`,
      );
    }),
    ...checkGrants(plan.steps, facts),
    ...checkReading(plan.steps, facts),
  ];
};

const byKind: Readonly<Record<RoutineKind, { readonly make: readonly string[]; readonly change: readonly string[] }>> =
  {
    procedure: { make: ['CREATE ROUTINE'], change: ['ALTER ROUTINE'] },
    function: { make: ['CREATE ROUTINE'], change: ['ALTER ROUTINE'] },
    package: { make: ['CREATE ROUTINE'], change: ['ALTER ROUTINE'] },
    'package body': { make: ['CREATE ROUTINE'], change: ['ALTER ROUTINE'] },
    trigger: { make: ['TRIGGER'], change: ['TRIGGER'] },
    event: { make: ['EVENT'], change: ['EVENT'] },
    view: { make: ['CREATE VIEW'], change: ['DROP'] },
  };

function needed({ key, action, strategy }: DeploymentStep): readonly string[] {
  const { make, change } = byKind[key.kind];
  const lock = key.kind === 'trigger' && strategy === 'replace' ? ['LOCK TABLES', 'SELECT'] : [];
  if (action === 'create') return make;
  if (action === 'replace') return [...new Set([...make, ...change, ...lock])];
  return change;
}

function has({ privileges }: TargetFacts, { key }: DeploymentStep, privilege: string): boolean {
  if (privilege !== 'ALTER ROUTINE') return privileges.hasOnSchema(privilege, key.schema);
  return privileges.hasOnRoutine(privilege, key.schema, { kind: key.kind.toUpperCase(), name: key.name });
}

/** A DROP takes grants along: they have to be readable, and this account able to give them back. */
function checkGrants(steps: readonly DeploymentStep[], { server, privileges, label }: TargetFacts): readonly Finding[] {
  const dropping = steps.filter(
    ({ strategy, key }) =>
      (strategy === 'queued' || strategy === 'replace') && key.kind !== 'trigger' && key.kind !== 'event',
  );
  const account = quoteAccount(server.account);
  const blind = dropping.find(({ before }) => before !== null && before.grants === null);
  if (blind !== undefined)
    return [
      stop(
        'grants-unknown',
        `${server.account} cannot see who was granted ${printKindAndKey(blind.key)} on ${label}; replacing it would take those grants away for good.`,
        `GRANT SELECT ON mysql.procs_priv TO ${account};`,
      ),
    ];
  const granting = dropping.filter(({ script }) => script.grants.length > 0);
  const first = granting.find(({ key }) => !privileges.hasOnSchema('GRANT OPTION', key.schema));
  if (first === undefined) return checkGiven(granting, { server, privileges, label });
  return [
    stop(
      'missing-privilege',
      `${server.account} may not give the grants on ${printKindAndKey(first.key)} on ${label} back after replacing it.`,
      `GRANT EXECUTE, ALTER ROUTINE ON ${quoteName(first.key.schema)}.* TO ${account} WITH GRANT OPTION;`,
    ),
  ];
}

/** Nobody gives what they do not have. */
function checkGiven(
  granting: readonly DeploymentStep[],
  { server, privileges, label }: Pick<TargetFacts, 'server' | 'privileges' | 'label'>,
): readonly Finding[] {
  for (const { key, before } of granting) {
    const given = [...new Set((before?.grants ?? []).flatMap((grant) => grant.privileges))];
    const missing = given.filter((privilege) => !privileges.hasOnSchema(privilege, key.schema)).sort();
    if (missing.length === 0) continue;
    const list = missing.join(', ');
    return [
      stop(
        'missing-privilege',
        `${server.account} lacks ${list} on schema ${key.schema} of ${label}, which others have on ${printKindAndKey(key)}: it could not be given back after replacing it.`,
        `GRANT ${list} ON ${quoteName(key.schema)}.* TO ${quoteAccount(server.account)};`,
      ),
    ];
  }
  return [];
}

/** What another account defines shows its text to few; without it nothing can be read back or restored. */
function checkReading(
  steps: readonly DeploymentStep[],
  { server, privileges, label }: TargetFacts,
): readonly Finding[] {
  const foreign = steps.find(({ key, after }) => {
    const definer = after?.routine.definer;
    const isRoutine = key.kind === 'procedure' || key.kind === 'function';
    return isRoutine && definer != null && `${definer.user}@${definer.host}` !== server.account;
  });
  const sees =
    privileges.hasGlobal('SELECT') ||
    privileges.hasGlobal('SHOW_ROUTINE') ||
    (server.dialect === 'mariadb' && privileges.hasOnSchema('SELECT', 'mysql'));
  // On MariaDB the right may lie on mysql.proc alone, which reading what stands there has shown by now.
  if (foreign === undefined || sees || (server.dialect === 'mariadb' && foreign.before !== null)) return [];
  if (server.dialect === 'mariadb') return [];
  return [
    stop(
      'missing-privilege',
      `${server.account} would not see the text of ${printKindAndKey(foreign.key)} on ${label} after deploying it, since another account defines it.`,
      renderGrantToRead(server),
    ),
  ];
}
