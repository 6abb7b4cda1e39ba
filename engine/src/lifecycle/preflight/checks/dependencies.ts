/** Check: the routines and tables that the deployed routines use exist, or are deployed with them. */
import { advise, type Advice } from '../../../base/advice';
import type { Finding } from '../../answers/finding';
import { quoteAccount } from '../../../database/connection/mysql-errors';
import { nameKinds, type IncompleteList } from '../../../database/list-completeness';
import { printKindAndKey, type Routine } from '../../../routine/routine';
import type { Reference } from '../../../syntax/nodes';
import { quoteName } from '../../../syntax/quoting';
import type { Check, CheckInput } from './check';
import { warn } from '../../planning/findings';

export const checkDependencies: Check = (input) => {
  const findings: Finding[] = [];
  const there = collectThere(input);
  const incomplete = new Set<IncompleteList>();
  for (const { key, after } of input.plan.steps) {
    if (after === null) continue;
    const { calls, functions, reads, writes } = after.routine.dependencies;
    const lacking = (names: readonly string[], kind: 'procedure' | 'function' | 'table'): readonly string[] =>
      names
        .filter((name) => isMissing(there, name, { kind, home: key.schema }))
        .flatMap((name) => {
          const list = findList(input, name, kind);
          if (list !== null) incomplete.add(list);
          return list === null ? [`${kind} ${name}`] : [];
        });
    const missing = [
      ...lacking(calls, 'procedure'),
      ...lacking(functions, 'function'),
      ...lacking([...new Set([...reads, ...writes])], 'table'),
    ];
    if (missing.length === 0) continue;
    findings.push(
      warn(
        'missing-dependency',
        missing.length === 1
          ? `${printKindAndKey(key)} uses ${missing.join(', ')}, which does not exist on ${input.facts.label}. Calls that reach it fail.`
          : `${printKindAndKey(key)} uses ${missing.join(', ')}, which do not exist on ${input.facts.label}. Calls that reach them fail.`,
        remedyFor(missing, input.hasSource),
      ),
    );
  }
  return [...[...incomplete].map((list) => unseen(input, list)), ...findings];
};

/** Returns the list of the target that may lack a name; null if it certainly does not exist. */
function findList(
  { facts }: CheckInput,
  name: string,
  kind: 'procedure' | 'function' | 'table',
): IncompleteList | null {
  const schema = name.slice(0, name.indexOf('.'));
  return facts.catalogs.get(schema)?.incomplete.find(({ kinds }) => kinds.includes(kind)) ?? null;
}

/** Returns the remedy: no option of a deployment creates a table, or a routine that no source defines. */
function remedyFor(missing: readonly string[], hasSource: CheckInput['hasSource']): Advice {
  const unwritten = missing.filter((name) => !hasSource(name));
  const withCallees = { id: 'option', name: 'with-callees' } as const;
  if (unwritten.length === 0) return advise`Deploy the missing routines too (${withCallees}), or create them first.`;
  const areTables = unwritten.every((name) => name.startsWith('table '));
  if (areTables && unwritten.length === missing.length)
    return missing.length === 1 ? 'Create the table first.' : 'Create the tables first.';
  const create = unwritten.length === 1 ? `Create ${unwritten.join('')} first` : `Create ${unwritten.join(', ')} first`;
  return unwritten.length === missing.length
    ? `${create}.`
    : advise`${create}, and deploy the missing routines too (${withCallees}).`;
}

function unseen({ facts }: CheckInput, list: IncompleteList): Finding {
  const { account, schema, kinds, remedy } = list;
  if (kinds.includes('table'))
    return warn(
      'tables-unseen',
      `${account} cannot see any tables in schema ${schema} on ${facts.label}, so table references were not checked.`,
      `GRANT SHOW VIEW ON ${quoteName(schema)}.* TO ${quoteAccount(account)};`,
    );
  return warn(
    'routines-unseen',
    `${account} cannot see all ${nameKinds(list)} of schema ${schema} on ${facts.label}, so calls of them were not checked.`,
    remedy,
  );
}

interface There {
  /** The schemas that were read: others cannot be checked. */
  readonly schemas: ReadonlySet<string>;
  /** `procedure shop.pay`, `table shop.orders`; names without case, so that nothing is missed for its case alone. */
  readonly names: ReadonlySet<string>;
  /** The routines of each package whose body is known: `procedure bank.pay` by `shop.bank`, in lower case. */
  readonly packages: ReadonlyMap<string, ReadonlySet<string>>;
}

function collectThere({ facts, plan }: CheckInput): There {
  const names = new Set<string>();
  const add = (kind: string, schema: string, name: string): void => {
    names.add(`${kind} ${schema}.${name.toLowerCase()}`);
  };
  for (const { schema, names: keys, tables } of facts.catalogs.values()) {
    for (const { kind, name } of keys) add(kind, schema, name);
    for (const table of tables) add('table', schema, table);
  }
  for (const { key, after } of plan.steps)
    if (after !== null) add(key.kind === 'view' ? 'table' : key.kind, key.schema, key.name);
  for (const { key, origin } of knownRoutines({ facts, plan }))
    for (const { schema, name } of origin.definition.references.filter(makesTable))
      add('table', schema ?? key.schema, name);
  return { schemas: new Set(facts.catalogs.keys()), names, packages: collectPackages({ facts, plan }) };
}

function collectPackages(input: Pick<CheckInput, 'facts' | 'plan'>): There['packages'] {
  const bodies = knownRoutines(input).filter(({ key }) => key.kind === 'package body');
  return new Map(
    bodies.map(({ key, origin }) => [
      `${key.schema}.${key.name}`.toLowerCase(),
      new Set(origin.definition.members.map(({ kind, name }) => `${kind} ${name.name.text.toLowerCase()}`)),
    ]),
  );
}

/** Returns true for the creation of a table, which may exist by the time another routine runs. */
function makesTable({ kind, verb }: Reference): boolean {
  return kind === 'temporary' || (kind === 'ddl' && verb !== 'DROP');
}

function knownRoutines({ facts, plan }: Pick<CheckInput, 'facts' | 'plan'>): readonly Routine[] {
  const coming = plan.steps.flatMap(({ after }) => (after === null ? [] : [after.routine]));
  return [...[...facts.deployed.values()].map(({ live }) => live.routine), ...coming];
}

/**
 * Returns true for a name that nothing defines. `schema.a.b` is the routine b of a package a, and so may `a.b` be in
 * `home`, the caller's schema.
 */
function isMissing(
  there: There,
  name: string,
  { kind, home }: { readonly kind: string; readonly home: string },
): boolean {
  const { schemas, names, packages } = there;
  const dot = name.indexOf('.');
  const [schema, rest] = [name.slice(0, dot), name.slice(dot + 1)];
  const isInHome = !schemas.has(schema) && packages.has(`${home}.${schema}`.toLowerCase());
  if (isInHome) return isMissingMember(there, name, { kind, schema: home });
  if (!schemas.has(schema) || names.has(`${kind} ${schema}.${rest.toLowerCase()}`)) return false;
  return !rest.includes('.') || isMissingMember(there, rest, { kind, schema });
}

/** Returns true for a routine `package.name` that its package lacks; false if the body of the package is not known. */
function isMissingMember(
  { names, packages }: There,
  name: string,
  { kind, schema }: { readonly kind: string; readonly schema: string },
): boolean {
  const whole = name.slice(0, name.indexOf('.')).toLowerCase();
  const members = packages.get(`${schema.toLowerCase()}.${whole}`);
  return members === undefined
    ? !names.has(`package ${schema}.${whole}`)
    : !members.has(`${kind} ${name.toLowerCase()}`);
}
