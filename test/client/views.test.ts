/** The rows of both views: grouped, ordered, filtered, and made only when they are needed. */
import assert from 'node:assert/strict';
import type { EnvironmentState, EnvironmentWarning, RoutineSnapshot, SourceRoutine } from '#protocol';
import { snapshotName } from '#protocol';
import { environmentRow } from '../../client/src/views/environment-row';
import { liveRows } from '../../client/src/views/live-rows';
import { usualArrangement, type Arrangement, type RoutineFacts } from '../../client/src/views/model/arrangement';
import { countDrift } from '../../client/src/views/model/badge';
import { joinKnown, type KnownRoutine } from '../../client/src/views/model/known-routine';
import { decorate } from '../../client/src/views/model/marks';
import { printAge, printMoment } from '../../client/src/views/model/moments';
import { placesOf } from '../../client/src/views/model/places';
import { SeenWarnings } from '../../client/src/views/model/seen-warnings';
import { ViewOptions } from '../../client/src/views/model/view-options';
import { groupRows } from '../../client/src/views/routine-rows';
import type { Row } from '../../client/src/views/row';

const project = 'file:///shop';

function source(routine: string, kind: SourceRoutine['kind'] = 'procedure', folder = 'db'): SourceRoutine {
  return { routine, kind, uri: `${project}/${folder}/all.sql`, line: 1, endLine: 9 };
}

function seen(routine: string, shown: RoutineSnapshot['shown'], more: Partial<RoutineSnapshot> = {}): RoutineSnapshot {
  const state = shown === 'not-deployed' ? 'missing' : shown;
  const words = shown.replace('-', ' ');
  return { routine, kind: 'procedure', version: '1.0.0', state, shown, words, ...more };
}

function environment(name: string, ...routines: readonly RoutineSnapshot[]): EnvironmentState {
  const named = routines.map((each) => [snapshotName(each.kind, each.routine), each] as const);
  return {
    ...{ name, stage: 'DEVELOPMENT', protected: false, targets: ['db:3306/shop'], audience: [] },
    observed: { at: '2026-11-30T16:02:00Z', summary: '', warnings: [], routines: Object.fromEntries(named) },
  };
}

function known(routine: string, versions: Partial<KnownRoutine> = {}): KnownRoutine {
  return { routine, kind: 'procedure', source: source(routine), workspace: null, registry: null, ...versions };
}

const released = { workspace: '1.0.0', registry: '1.0.0' };

interface Given {
  readonly environments?: readonly EnvironmentState[];
  readonly arrangement?: Arrangement;
  readonly filter?: string;
  readonly tables?: readonly string[];
}

function rowsFor(routines: readonly KnownRoutine[], given: Given = {}) {
  const { environments = [], arrangement = usualArrangement, filter = '', tables = [] } = given;
  let made = 0;
  const facts: RoutineFacts = {
    placesOf: (each) => {
      made++;
      return placesOf(environments, each);
    },
    statusOf: ({ registry }) => (registry === null ? null : 'TESTING'),
    tablesOf: () => tables,
  };
  const list = { project, known: routines, facts, arrangement, filter };
  const result = groupRows({
    ...list,
    versionRows: () => Promise.resolve([]),
    explain: () => Promise.resolve(''),
  });
  return { ...result, made: () => made };
}

/** Returns `label · description` of each. */
function print(rows: readonly Row[]): readonly string[] {
  return rows.map(({ label, description = '' }) => (description === '' ? label : `${label} · ${description}`));
}

async function open(rows: readonly Row[], label: string): Promise<readonly Row[]> {
  return (await rows.find((row) => row.label === label)?.children?.()) ?? [];
}

describe('the Routines view', () => {
  it('shows the newest version, and where each was seen, but nothing of what was not read', async () => {
    const environments = [
      environment('dev', seen('shop.a', 'behind'), seen('shop.b', 'unknown')),
      environment('prod', seen('shop.a', 'in-sync')),
      { ...environment('unread'), observed: null },
    ];
    const { rows } = rowsFor([known('shop.a', released), known('shop.b', released), known('shop.c')], { environments });
    assert.deepEqual(print(await open(rows, 'shop')), [
      'a · 1.0.0 · dev ↓ · prod ✓',
      'b · 1.0.0 · dev ?',
      'c · no version yet',
    ]);
  });

  it('speaks the marks in words', async () => {
    const environments = [environment('dev', seen('shop.a', 'behind'))];
    const [row] = await open(rowsFor([known('shop.a', released)], { environments }).rows, 'shop');
    assert.equal(row?.spoken, 'procedure, 1.0.0, dev: 1.0.0, behind');
  });

  it('tells a change from its newest version, and an older text', async () => {
    const routines = [
      known('shop.a', { workspace: 'modified', registry: '1.1.0' }),
      known('shop.b', { workspace: '1.0.0', registry: '1.1.0' }),
      known('shop.c', { source: null, registry: '1.1.0' }),
    ];
    const rows = await open(rowsFor(routines).rows, 'shop');
    assert.deepEqual(print(rows), [
      'a · 1.1.0, changed',
      'b · 1.0.0, newest is 1.1.0',
      'c · 1.1.0, not in the workspace',
    ]);
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['sproc.changedRoutine', 'sproc.routine', 'sproc.registeredRoutine'],
    );
  });

  it('groups by schema, folder, kind or status', () => {
    const routines = [
      known('audit.log', { source: source('audit.log', 'procedure', 'db/audit') }),
      known('shop.a', released),
      known('shop.total', { kind: 'function', source: null, registry: '1.0.0' }),
    ];
    const labels = (group: Arrangement['group']) =>
      rowsFor(routines, { arrangement: { group, sort: 'name' } }).rows.map(({ label }) => label);
    assert.deepEqual(labels('schema'), ['audit', 'shop']);
    assert.deepEqual(labels('folder'), ['db', 'db/audit', '(not in the workspace)']);
    assert.deepEqual(labels('kind'), ['function', 'procedure']);
    assert.deepEqual(labels('status'), ['testing', 'no version yet']);
  });

  it('sorts what needs attention first', async () => {
    const environments = [
      environment(
        'dev',
        seen('shop.a', 'in-sync'),
        seen('shop.b', 'behind'),
        seen('shop.c', 'behind', { isChangedOutside: true }),
      ),
    ];
    const arrangement = { group: 'schema', sort: 'state' } as const;
    const { rows } = rowsFor(
      ['shop.a', 'shop.b', 'shop.c', 'shop.d'].map((name) => known(name)),
      { environments, arrangement },
    );
    assert.deepEqual(
      (await open(rows, 'shop')).map(({ label }) => label),
      ['c', 'b', 'a', 'd'],
    );
  });

  it('finds every word of the filter in a name, kind, status, state or table', () => {
    const environments = [environment('dev', seen('shop.a', 'behind'), seen('shop.b', 'in-sync'))];
    const routines = [known('shop.a', released), known('shop.b', { kind: 'function' })];
    const count = (filter: string) => rowsFor(routines, { environments, filter, tables: ['shop.orders'] }).count;
    assert.deepEqual(count('behind'), { shown: 1, all: 2 });
    assert.deepEqual(count('SHOP testing'), { shown: 1, all: 2 });
    assert.deepEqual(count('function'), { shown: 1, all: 2 });
    assert.deepEqual(count('orders'), { shown: 2, all: 2 });
    assert.deepEqual(count('orders nothing'), { shown: 0, all: 2 });
  });

  it('gives a group the names of its sources for its menu; none without any', () => {
    const [group] = rowsFor([known('shop.a'), known('shop.b', { source: null, registry: '1.0.0' })]).rows;
    assert.deepEqual([group?.kind, group?.routines], ['sproc.routineGroup', ['shop.a']]);
    const [bare] = rowsFor([known('shop.b', { source: null, registry: '1.0.0' })]).rows;
    assert.deepEqual([bare?.kind, bare?.routines], [undefined, undefined]);
  });

  it('makes of 10,000 routines the rows of the groups, then those of one page', async () => {
    const sources = Array.from({ length: 10_000 }, (_, i) => source(`s${i % 4}.r${String(i).padStart(5, '0')}`));
    const { rows, made } = rowsFor(joinKnown(sources, { routines: [] }));
    assert.deepEqual(print(rows), ['s0 · 2500', 's1 · 2500', 's2 · 2500', 's3 · 2500']);
    assert.ok(
      rows.every((row) => row.open !== true),
      'a group of 2500 would be made at once',
    );
    const pages = await open(rows, 's0');
    assert.deepEqual(print(pages)[0], 'r00000 … r01996 · 500');
    assert.equal(pages.length, 5);
    assert.equal(made(), 0, 'rows of routines that nobody has opened');
    assert.equal((await pages[0]?.children?.())?.length, 500);
    assert.equal(made(), 500);
  });
});

describe('the Environments view', () => {
  const list = (snapshots: readonly RoutineSnapshot[], more: { filter?: string; onlyDiffering?: boolean } = {}) => {
    const { observed } = environment('dev', ...snapshots);
    assert.ok(observed);
    return liveRows({ project, environment: 'dev', snapshot: observed, filter: '', onlyDiffering: false, ...more });
  };
  const some = [
    seen('shop.a', 'in-sync'),
    seen('shop.b', 'in-sync'),
    seen('shop.c', 'missing', { version: null }),
    seen('shop.d', 'behind', { isChangedOutside: true, words: 'behind, changed outside Sproc' }),
  ];

  it('shows what needs attention first, and what is in sync closed at the end', async () => {
    const { rows } = list(some);
    assert.deepEqual(print(rows), ['drifted · 1', 'missing · 1', 'in sync · 2']);
    assert.deepEqual(
      rows.map(({ open }) => open),
      [true, true, false],
    );
    assert.deepEqual(print(await open(rows, 'drifted')), ['d · 1.0.0 · behind, changed outside Sproc']);
    assert.deepEqual(print(await open(rows, 'missing')), ['c']);
    assert.deepEqual(print(await open(rows, 'in sync')), ['a · 1.0.0', 'b · 1.0.0']);
  });

  it('names what Only What Differs leaves out', () => {
    const { rows } = list(some, { onlyDiffering: true });
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['drifted', 'missing', '2 in sync'],
    );
    assert.equal(rows.at(-1)?.command, 'sproc.showAllStates');
  });

  it('groups by schema where a state has several', async () => {
    const { rows } = list([seen('shop.a', 'behind'), seen('audit.a', 'behind')]);
    const schemas = await open(rows, 'behind');
    assert.deepEqual(print(schemas), ['audit · 1', 'shop · 1']);
    assert.deepEqual(print(await open(schemas, 'shop')), ['a · 1.0.0']);
  });

  it('filters, counts, and says if nothing is found', () => {
    assert.deepEqual(list(some, { filter: 'missing' }).count, { shown: 1, all: 4 });
    assert.deepEqual(print(list(some, { filter: 'nowhere' }).rows), [
      'No routine matches the filter · Click to clear it',
    ]);
  });

  it('gives each group the menu of its members', () => {
    const { rows } = list(some);
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['sproc.liveDriftedGroup', 'sproc.liveMissingGroup', 'sproc.liveGroup'],
    );
    assert.deepEqual(rows[0]?.routines, ['shop.d']);
  });

  it('names the state, the time of the last look, and production before anything else', () => {
    const now = new Date('2026-11-30T16:05:00Z');
    const at = printMoment(new Date('2026-11-30T16:02:00Z'), now);
    const state = environment('prod');
    const { observed } = state;
    assert.ok(observed);
    const prod = { ...state, stage: 'PRODUCTION', observed: { ...observed, summary: '2 drifted' } } as const;
    assert.equal(environmentRow(project, prod, true, now).description, `PRODUCTION · 2 drifted · selected · ${at}`);
    assert.equal(environmentRow(project, state, false, now).description, `${at} · DEVELOPMENT`);
    const many = { ...state, observed: { ...observed, summary: '2 drifted, 1 behind, 3 missing' } };
    assert.equal(environmentRow(project, many, false, now).description, `2 drifted, 1 behind · ${at} · DEVELOPMENT`);
    assert.equal(environmentRow(project, { ...state, observed: null }, false, now).description, 'DEVELOPMENT');
  });

  const interrupted = { kind: 'interrupted', message: 'Deployment 1 was interrupted.' } as const;
  const changed = { kind: 'ledger-changed', message: 'Row 3 was changed.' } as const;
  const warned = (...warnings: EnvironmentWarning[]): EnvironmentState => {
    const state = environment('dev');
    assert.ok(state.observed);
    return { ...state, observed: { ...state.observed, warnings } };
  };

  it('names first what stops deployments, with its sentence in the tooltip', async () => {
    const row = environmentRow(project, warned(interrupted, changed), false, new Date());
    assert.match(row.description ?? '', /^interrupted deployment, ledger changed · /);
    assert.match(row.spoken ?? '', /^interrupted deployment, ledger changed, /);
    assert.deepEqual([row.icon?.icon, row.kind], ['warning', 'sproc.environmentInterrupted']);
    assert.match((await row.explain?.()) ?? '', /^Deployment 1 was interrupted\.\nRow 3 was changed\.\ndev, /);
    assert.equal(environmentRow(project, warned(changed), false, new Date()).kind, 'sproc.environmentLedgerChanged');
  });

  it('warns of each once', () => {
    const warnings = new SeenWarnings();
    const take = (...all: EnvironmentWarning[]): readonly string[] =>
      warnings.take([{ project, environments: [warned(...all)] }]).map(({ kind }) => kind);
    assert.deepEqual(
      [take(interrupted), take(interrupted, changed), take()],
      [['interrupted'], ['ledger-changed'], []],
    );
  });
});

describe('marks of rows', () => {
  it('have at most two letters, the gravest first', () => {
    assert.equal(decorate({}, 0), null);
    assert.equal(decorate({ changed: true }, 0)?.badge, 'M');
    const all = decorate({ changed: true, drifted: ['dev'] }, 2);
    assert.deepEqual([all?.badge, all?.tooltip], ['E!', '2 errors, drifted on dev, changed since its newest version']);
    assert.equal(decorate({ stage: 'PRODUCTION' }, 0)?.tooltip, 'PRODUCTION');
  });

  it('count what drifted where', () => {
    const drifted = seen('shop.a', 'missing', { isChangedOutside: true });
    const environments = [environment('dev', drifted, seen('shop.b', 'behind')), environment('prod', drifted)];
    assert.deepEqual(countDrift([{ environments }]), {
      value: 2,
      tooltip: '1 drifted on dev, 1 drifted on prod',
    });
    assert.equal(countDrift([{ environments: [environment('dev')] }]), null);
  });
});

describe('moments', () => {
  it('are a clock on the same day, and a date on others', () => {
    const now = new Date(2026, 10, 30, 16, 5);
    assert.equal(printMoment(new Date(2026, 10, 30, 9, 2), now), '09:02');
    assert.equal(printMoment(new Date(2026, 10, 29, 16, 2), now), '2026-11-29 16:02');
    assert.equal(printAge(new Date(2026, 10, 30, 16, 4, 30), now), 'just now');
    assert.equal(printAge(new Date(2026, 10, 30, 15, 53), now), '12 minutes ago');
    assert.equal(printAge(new Date(2026, 10, 27, 16, 5), now), '3 days ago');
  });
});

describe('what a person chose for the views', () => {
  it('is kept for the workspace, and the filter for the session only', async () => {
    const kept = new Map<string, unknown>();
    const memento = {
      get: (key: string) => kept.get(key) as never,
      update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
    };
    const options = new ViewOptions(memento);
    assert.deepEqual(options.arrangement, usualArrangement);
    await options.arrange({ group: 'folder', sort: 'state' });
    options.routines.set(' orders ');
    assert.equal(options.routines.print(), 'Filter: orders');
    options.routines.count(project, { shown: 3, all: 44 });
    assert.equal(options.routines.print(), 'Filter: orders · 3 of 44');
    const later = new ViewOptions(memento);
    assert.deepEqual(later.arrangement, { group: 'folder', sort: 'state' });
    assert.equal(later.routines.print(), null);
  });
});
