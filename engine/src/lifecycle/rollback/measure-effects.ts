/**
 * Measures what a rollback did: the rows of the tables that its routines write, and calls, errors and times before and
 * after. A rollback never fails because of it: what cannot be measured is a reason.
 */
import { countRows } from '../../database/statistics/count-rows';
import type { Session } from '../../database/connection/session';
import { quoteAccount } from '../../database/connection/mysql-errors';
import { readProgramFigures, type ProgramFigures } from '../../database/statistics/read-program-figures';
import { notPermitted } from '../../database/read-locks';
import { listTouched } from '../../routine/dependencies';
import { identify, type RoutineKey } from '../../routine/routine';
import type { StepOutcome } from '../answers/deploy';
import type { CallFigures, RoutineEffect, WrittenTable } from '../answers/routine-effect';
import type { DeploymentStep, Plan } from '../planning/steps/plan';
import type { LedgerTarget } from '../target/target-at-work';

/** The figures by identity of the physical key; a sentence if they are unknown. */
export type Figures = ReadonlyMap<string, ProgramFigures> | string;

type Targets = readonly Pick<LedgerTarget, 'sessions'>[];

/** Reads the figures before a rollback, for each target. */
export function readFigures({ targets }: Plan, open: Targets): Promise<readonly Figures[]> {
  return Promise.all(targets.map(({ steps }, i) => readFiguresOf(steps.filter(isMeasured), open[i])));
}

/** Returns the effect on each routine whose step is done. */
export async function measureEffects(
  plan: Plan,
  open: Targets,
  { before, steps: outcomes }: { readonly before: readonly Figures[]; readonly steps: readonly StepOutcome[] },
): Promise<readonly RoutineEffect[]> {
  const effects: RoutineEffect[] = [];
  for (const [i, { label, steps }] of plan.targets.entries()) {
    const isDone = ({ name }: DeploymentStep): boolean =>
      outcomes.some(({ routine, target, outcome }) => outcome === 'done' && routine === name && target === label);
    const done = steps.filter((step) => isMeasured(step) && isDone(step));
    if (done.length === 0) continue;
    const [first, now] = [before[i] ?? new Map(), await readFiguresOf(done, open[i])];
    const counted = await countAll(done, open[i]);
    for (const step of done)
      effects.push({
        ...{ routine: step.name, kind: step.logical.kind, target: label },
        tables: listWritten(step).map((table) => counted.get(nameOf(table)) ?? { table: nameOf(table), rows: null }),
        ...compareFigures(step, first, now),
      });
  }
  return effects;
}

/** Returns true for a kind that a server runs by itself. */
function isMeasured({ key: { kind } }: DeploymentStep): boolean {
  return kind === 'procedure' || kind === 'function' || kind === 'trigger' || kind === 'event';
}

async function readFiguresOf(steps: readonly DeploymentStep[], target: Targets[number] | undefined): Promise<Figures> {
  if (steps.length === 0 || target === undefined) return new Map();
  const session = await target.sessions.get('reader');
  if (!session.ok) return session.error.message;
  const keys = steps.map(({ key }) => key);
  const read = await readProgramFigures(session.value, keys);
  if (read.ok && read.value === 'off') return 'Calls are not measured: performance_schema is off.';
  if (read.ok && read.value === 'full')
    return 'Calls are not measured: the table of programs in performance_schema is full.';
  if (read.ok) return read.value;
  const { account } = session.value.server;
  return notPermitted.has(read.error.errno)
    ? `Calls are not measured: ${account} may not read performance_schema (GRANT SELECT ON performance_schema.* TO ${quoteAccount(account)};).`
    : `Calls are not measured: ${read.error.message.replace(/\.$/, '')}.`;
}

function compareFigures(
  { key, after, strategy }: DeploymentStep,
  before: Figures,
  now: Figures,
): Pick<RoutineEffect, 'before' | 'after' | 'unmeasured'> {
  const unmeasured = typeof before === 'string' ? before : typeof now === 'string' && after !== null ? now : null;
  const first = find(before, key);
  const later = find(now, key);
  // ALTER keeps the figures of the text before.
  const since = strategy === 'alter' && first !== null && later !== null ? subtract(later, first) : later;
  return {
    before: print(first),
    after: after === null ? null : print(since),
    ...(unmeasured === null ? {} : { unmeasured }),
  };
}

function find(figures: Figures, key: RoutineKey): ProgramFigures | null {
  return typeof figures === 'string' ? null : (figures.get(identify(key)) ?? null);
}

function subtract(later: ProgramFigures, first: ProgramFigures): ProgramFigures {
  // Somebody has emptied the statistics in between.
  if (later.calls < first.calls) return later;
  const errors = later.errors === null || first.errors === null ? null : later.errors - first.errors;
  return { calls: later.calls - first.calls, errors, totalMs: later.totalMs - first.totalMs };
}

function print(figures: ProgramFigures | null): CallFigures | null {
  if (figures === null) return null;
  const { calls, errors, totalMs } = figures;
  return { calls, errors, meanMs: calls === 0 ? null : Math.round((totalMs / calls) * 1_000) / 1_000 };
}

interface Table {
  readonly schema: string;
  readonly name: string;
}

function nameOf({ schema, name }: Table): string {
  return `${schema}.${name}`;
}

/** Lists the tables that the text before or the one now writes, each once. */
function listWritten({ key, before, after }: DeploymentStep): readonly Table[] {
  const texts = [before?.live.routine, after?.routine].filter((routine) => routine !== undefined);
  const written = texts.flatMap((routine) =>
    listTouched(routine.origin.definition, key.schema).filter(({ kind }) => kind === 'write'),
  );
  return [...new Map(written.map(({ schema, name }) => [`${schema}.${name}`, { schema, name }])).values()];
}

async function countAll(
  steps: readonly DeploymentStep[],
  target: Targets[number] | undefined,
): Promise<ReadonlyMap<string, WrittenTable>> {
  const tables = [...new Map(steps.flatMap(listWritten).map((table) => [nameOf(table), table])).values()];
  const session = tables.length === 0 ? undefined : await target?.sessions.get('reader');
  if (session === undefined) return new Map();
  const counts = session.ok ? await countSome(session.value, tables) : [];
  return new Map(
    tables.map((table, i): readonly [string, WrittenTable] => {
      const { rows = null, isEstimate = false, why = session.ok ? tooMany : session.error.message } = counts[i] ?? {};
      const known = { table: nameOf(table), rows, ...(isEstimate ? ({ isEstimate: true } as const) : {}) };
      return [known.table, why === null ? known : { ...known, why }];
    }),
  );
}

const tooMany = 'the routines write more tables than are counted';

function countSome(session: Session, tables: readonly Table[]): ReturnType<typeof countRows> {
  return countRows(session, tables.slice(0, mostTables));
}

/** Tables that are counted on one target; each takes two seconds at most. */
const mostTables = 20;
