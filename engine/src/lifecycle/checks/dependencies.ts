/** Check: what the deployed routines call and touch is there, or comes with them. */
import type { Finding } from '../../base/contract';
import { printKindAndKey, type Routine } from '../../routine/routine';
import type { Reference } from '../../syntax/nodes';
import { warn, type Check, type CheckInput } from './check';

export const checkDependencies: Check = (input) => {
  const findings: Finding[] = [];
  const there = collectThere(input);
  for (const { key, after } of input.plan.steps) {
    if (after === null) continue;
    const { calls, functions, reads, writes } = after.routine.dependencies;
    const lacking = (names: readonly string[], kind: 'procedure' | 'function' | 'table'): readonly string[] =>
      names.filter((name) => isMissing(there, name, kind)).map((name) => `${kind} ${name}`);
    const missing = [
      ...lacking(calls, 'procedure'),
      ...lacking(functions, 'function'),
      ...lacking([...new Set([...reads, ...writes])], 'table'),
    ];
    if (missing.length === 0) continue;
    const verb = missing.length === 1 ? 'does' : 'do';
    findings.push(
      warn(
        'missing-dependency',
        `${printKindAndKey(key)} uses ${missing.join(', ')}, which ${verb} not exist on ${input.facts.label}: a call that gets there fails.`,
        'Create it first, or deploy the missing routine too (--with-callees).',
      ),
    );
  }
  return findings;
};

interface There {
  /** Schemas that were read: others cannot be judged. */
  readonly schemas: ReadonlySet<string>;
  /** `procedure shop.pay`, `table shop.orders`; names without case, so that nothing is missed for its case alone. */
  readonly names: ReadonlySet<string>;
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
  return { schemas: new Set(facts.catalogs.keys()), names };
}

/** A table that one routine creates may well be there by the time another runs. */
function makesTable({ kind, verb }: Reference): boolean {
  return kind === 'temporary' || (kind === 'ddl' && verb !== 'DROP');
}

function knownRoutines({ facts, plan }: Pick<CheckInput, 'facts' | 'plan'>): readonly Routine[] {
  const coming = plan.steps.flatMap(({ after }) => (after === null ? [] : [after.routine]));
  return [...[...facts.standing.values()].map(({ live }) => live.routine), ...coming];
}

function isMissing({ schemas, names }: There, name: string, kind: string): boolean {
  const dot = name.indexOf('.');
  const schema = name.slice(0, dot);
  return schemas.has(schema) && !names.has(`${kind} ${schema}.${name.slice(dot + 1).toLowerCase()}`);
}
