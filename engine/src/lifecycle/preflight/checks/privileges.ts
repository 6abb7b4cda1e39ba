/** Check: the account has every privilege that the plan needs; each missing one with its GRANT. */
import type { Finding } from '../../answers/finding';
import type { RoutineKind } from '../../../syntax/routine-kind';
import { quoteAccount } from '../../../database/connection/mysql-errors';
import { renderGrantToRead } from '../../../database/list-completeness';
import { printKindAndKey, type Routine, type RoutineKey } from '../../../routine/routine';
import { quoteName } from '../../../syntax/quoting';
import type { RoutineGrant } from '../../../database/read-grants';
import type { DeploymentStep, TargetPlan } from '../../planning/steps/plan';
import type { TargetFacts } from '../../planning/target-facts';
import type { Check } from './check';
import type { Environment } from '../../../project/environment';
import { stop, unknownGrants, warn } from '../../planning/findings';

export const checkPrivileges: Check = ({ environment, plan, facts }) => {
  const missing = new Map<string, Set<string>>();
  // The finding for what may exist unseen names the same privilege.
  const unseen = new Set((plan.hidden ?? []).map(({ step }) => step).filter(({ action }) => action === 'create'));
  for (const step of plan.steps) {
    if (unseen.has(step)) continue;
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
    ...checkGrants(plan, facts, environment),
    ...checkReading(plan, facts),
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
  if (action === 'alter') return change;
  // What was dropped has to be created again if a later step fails.
  return [...new Set([...make, ...change, ...(action === 'replace' ? lock : [])])];
}

function has({ privileges }: TargetFacts, { key }: DeploymentStep, privilege: string): boolean {
  if (privilege !== 'ALTER ROUTINE') return privileges.hasOnSchema(privilege, key.schema);
  return privileges.hasOnRoutine(privilege, key.schema, { kind: key.kind.toUpperCase(), name: key.name });
}

interface Dropped {
  readonly key: RoutineKey;
  readonly grants: readonly RoutineGrant[] | null;
  /** True if grants are to be restored after it. */
  readonly isGiving: boolean;
}

/**
 * Lists the routines that a DROP removes for a moment, hidden ones included, and those that get back the grants of an
 * earlier DROP.
 */
function listDropped({ steps, hidden = [] }: TargetPlan): readonly Dropped[] {
  const isDropping = ({ strategy, key }: DeploymentStep): boolean =>
    (strategy === 'queued' || strategy === 'replace') && key.kind !== 'trigger' && key.kind !== 'event';
  const unseen = new Set(hidden.map(({ step }) => step));
  return [
    ...steps
      .filter((step) => (isDropping(step) || step.script.grants.length > 0) && !unseen.has(step))
      .map(({ key, before, script }) => ({
        key,
        grants: before === null ? [] : before.grants,
        isGiving: script.grants.length > 0,
      })),
    ...hidden
      .filter(({ step }) => isDropping(step))
      .map(({ step: { key }, grants }) => ({ key, grants, isGiving: (grants?.length ?? 0) > 0 })),
  ];
}

/** Checks that grants which a DROP removes are readable, and that this account can restore them. */
function checkGrants(
  plan: TargetPlan,
  { server, privileges, label }: TargetFacts,
  { name, losesUnknownGrants = false }: Environment,
): readonly Finding[] {
  const dropped = listDropped(plan);
  const account = quoteAccount(server.account);
  const blind = dropped.find(({ grants }) => grants === null);
  const hiding =
    blind === undefined
      ? []
      : [
          losesUnknownGrants
            ? warn(
                unknownGrants,
                `${server.account} cannot see the grants on ${printKindAndKey(blind.key)} on ${label}. Replacing it removes them permanently, as environment ${name} accepts.`,
                'Grant them again by hand, or grant on the schema, which a replacement keeps.',
              )
            : stop(
                unknownGrants,
                `${server.account} cannot see the grants on ${printKindAndKey(blind.key)} on ${label}. Replacing it would remove them permanently.`,
                `GRANT SELECT ON mysql.procs_priv TO ${account}; or, if no account needs grants on single routines, accept their loss with "unknownGrants": "accept" in environment ${name}.`,
              ),
        ];
  const granting = dropped.filter(({ isGiving }) => isGiving);
  const first = granting.find(({ key }) => !privileges.hasOnSchema('GRANT OPTION', key.schema));
  const given = checkGiven(granting, { server, privileges, label });
  if (first === undefined) return [...hiding, ...given];
  return [
    ...hiding,
    stop(
      'missing-privilege',
      `${server.account} is not allowed to restore the grants on ${printKindAndKey(first.key)} on ${label}.`,
      `GRANT EXECUTE, ALTER ROUTINE ON ${quoteName(first.key.schema)}.* TO ${account} WITH GRANT OPTION;`,
    ),
    ...given,
  ];
}

/** Checks that this account has the privileges that it grants. One finding for each schema. */
function checkGiven(
  granting: readonly Dropped[],
  { server, privileges, label }: Pick<TargetFacts, 'server' | 'privileges' | 'label'>,
): readonly Finding[] {
  const schemas = new Map<string, { readonly first: RoutineKey; readonly missing: Set<string> }>();
  for (const { key, grants } of granting) {
    const given = (grants ?? []).flatMap((grant) => grant.privileges);
    const missing = given.filter((privilege) => !privileges.hasOnSchema(privilege, key.schema));
    if (missing.length === 0) continue;
    const known = schemas.get(key.schema) ?? { first: key, missing: new Set() };
    missing.forEach((privilege) => known.missing.add(privilege));
    schemas.set(key.schema, known);
  }
  return [...schemas].map(([schema, { first, missing }]) => {
    const list = [...missing].sort().join(', ');
    return stop(
      'missing-privilege',
      `${server.account} lacks ${list} on schema ${schema} of ${label}, so it could not restore such grants on ${printKindAndKey(first)} after a replacement.`,
      `GRANT ${list} ON ${quoteName(schema)}.* TO ${quoteAccount(server.account)};`,
    );
  });
}

/** Checks that routines of other definers are readable: otherwise nothing can be verified or restored. */
function checkReading(
  { steps, hidden = [] }: TargetPlan,
  { server, privileges, label }: TargetFacts,
): readonly Finding[] {
  // If a text is hidden now, the same privilege is reported already.
  if (hidden.some(({ step }) => step.action !== 'create')) return [];
  const isForeign = ({ key, definer }: Pick<Routine, 'key' | 'definer'>): boolean =>
    (key.kind === 'procedure' || key.kind === 'function') &&
    definer !== null &&
    `${definer.user}@${definer.host}` !== server.account;
  const foreign = steps.find(({ after }) => after !== null && isForeign(after.routine));
  const sees =
    privileges.hasGlobal('SELECT') ||
    privileges.hasGlobal('SHOW_ROUTINE') ||
    (server.dialect === 'mariadb' && privileges.hasOnTable('SELECT', 'mysql', 'proc'));
  // A text that was read is readable, whatever the grants say.
  const hasRead =
    server.dialect === 'mariadb' && steps.some(({ before }) => before !== null && isForeign(before.live.routine));
  if (foreign === undefined || sees || hasRead) return [];
  return [
    stop(
      'missing-privilege',
      `${server.account} could not read the text of ${printKindAndKey(foreign.key)} on ${label} after deploying it, because its definer is another account.`,
      renderGrantToRead(server),
    ),
  ];
}
