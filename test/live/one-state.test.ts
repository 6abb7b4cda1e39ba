/**
 * Status, drift, compare and plan are asked after each of many random changes, by Sproc and by hand, and must report the same
 * story of every routine.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RoutineStatus } from '../../engine/src/routine/states/routine-state';
import type { HistoryAnswer } from '../../engine/src/lifecycle/answers/history';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { onEachServer, type LiveServer } from '../support/live-servers';

const environment = { environment: 'test' };

/** Two procedures, a function, a view and a trigger, each in versions that differ by a number. */
const definitions = {
  p: { head: 'PROCEDURE', text: (n: number) => `CREATE PROCEDURE p() SELECT ${n}` },
  q: { head: 'PROCEDURE', text: (n: number) => `CREATE PROCEDURE q(a INT) SELECT a + ${n}` },
  f: { head: 'FUNCTION', text: (n: number) => `CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN ${n}` },
  v: { head: 'VIEW', text: (n: number) => `CREATE VIEW v AS SELECT ${n} AS n` },
  tr: { head: 'TRIGGER', text: (n: number) => `CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = ${n}` },
} as const;
type Name = keyof typeof definitions;
const names = Object.keys(definitions) as readonly Name[];

interface Change {
  readonly kind:
    | 'edit'
    | 'by hand'
    | 'remove'
    | 'drop by hand'
    | 'register'
    | 'deploy'
    | 'revert'
    | 'adopt'
    | 'roll back'
    | 'copy'
    | 'other project'
    | 'prune'
    | 'lose the ledger';
  readonly name: Name;
  /** The number in the text of an edit. */
  readonly n: number;
}

const anyKind = fc.constantFrom(
  ...(['edit', 'edit', 'by hand', 'remove', 'drop by hand', 'register', 'deploy', 'deploy', 'revert'] as const),
  ...(['adopt', 'roll back', 'copy', 'other project', 'prune', 'lose the ledger'] as const),
);

/** A life of two of the routines, of which one is deployed: with more of them, and from nothing, little would happen. */
const anyLife: fc.Arbitrary<readonly Change[]> = fc
  .shuffledSubarray([...names], { minLength: 2, maxLength: 2 })
  .chain((two) => {
    const anyChange = fc.record({ kind: anyKind, name: fc.constantFrom(...two), n: fc.integer({ min: 1, max: 3 }) });
    const [first = 'p', second = 'q'] = two;
    const begun: readonly Change[] = [
      { kind: 'edit', name: first, n: 1 },
      { kind: 'deploy', name: first, n: 1 },
      { kind: 'edit', name: second, n: 1 },
    ];
    return fc.array(anyChange, { minLength: 4, maxLength: 9, size: 'max' }).map((rest) => [...begun, ...rest]);
  });

describe('one notion of state', () => {
  onEachServer((server) => {
    for (const stage of ['DEVELOPMENT', 'TESTING'])
      it(`is told by status, drift, compare and plan alike, in ${stage}`, async () => {
        await fc.assert(
          fc.asyncProperty(anyLife, (changes) => tellOneStory(server, stage, changes)),
          { numRuns: 8, endOnFailure: true, seed: Number(process.env['SPROC_TEST_SEED'] ?? 1) },
        );
      }).timeout(240_000);
  });
});

let count = 0;

async function tellOneStory(server: LiveServer, stage: string, changes: readonly Change[]): Promise<void> {
  const schema = `one_state_${process.pid}_${count++}`;
  await server.run(`CREATE DATABASE ${schema}`, `CREATE TABLE ${schema}.t (a INT)`);
  try {
    const settings = { project: 'own', duplicates: { prefer: ['*.sql'] } };
    const project = liveProject(server, schema, { environment: { stage }, settings });
    for (const [i, change] of changes.entries()) {
      await make(server, { project, stage, schema, change });
      const told = await ask(project, schema, stage);
      for (const name of names) check(told, name, `${stage}: ${JSON.stringify(changes.slice(0, i + 1))}\n${name}: `);
    }
  } finally {
    await server.run(`DROP DATABASE ${schema}`, `DROP DATABASE IF EXISTS ${schema}_ledger`);
  }
}

/** Makes one change; one that is rejected, for example a rollback of what was never deployed, changes nothing. */
async function make(
  server: LiveServer,
  {
    project,
    stage,
    schema,
    change,
  }: { readonly project: LiveProject; readonly stage: string; readonly schema: string; readonly change: Change },
): Promise<void> {
  const { kind, name } = change;
  const { head, text } = definitions[name];
  const drop = `DROP ${head} IF EXISTS ${schema}.${name}`;
  switch (kind) {
    case 'edit':
      project.files.set(`${name}.sql`, `${text(change.n)};`);
      return;
    case 'remove':
      project.files.delete(`${name}.sql`);
      project.files.delete(`z/${name}.sql`);
      return;
    case 'copy':
      // Another text, in a file that does not count beside the own one.
      if (project.files.has(`${name}.sql`)) project.files.set(`z/${name}.sql`, `${text(change.n)};`);
      return;
    case 'other project': {
      const files = { [`${name}.sql`]: `${text(change.n)};` };
      const other = liveProject(server, schema, { files, settings: { project: 'other' } });
      await other.deploy({ ...environment, overwrite: true });
      return;
    }
    case 'prune':
      if (project.files.size > 0) await project.deploy({ ...environment, prune: true, overwrite: true });
      return;
    case 'lose the ledger':
      await server.run(`DROP DATABASE IF EXISTS ${schema}_ledger`);
      return;
    case 'by hand':
      await server.run(`USE ${schema}`, drop, text(change.n));
      return;
    case 'drop by hand':
      await server.run(drop);
      return;
    case 'register':
      await project.register({ routines: [name] });
      return;
    case 'deploy':
      if (stage === 'TESTING') {
        await project.register({ routines: [name] });
        await project.mark({ ref: name, status: 'TESTING', reason: 'reviewed' });
      }
      await project.deploy({ ...environment, routines: [name], overwrite: true });
      return;
    case 'revert':
    case 'adopt':
      await project.drift({ ...environment, routines: [name], [kind]: true });
      return;
    case 'roll back':
      await project.rollBack({ ...environment, routine: name, overwrite: true });
  }
}

interface Told {
  readonly status: ReadonlyMap<string, { readonly workspace: string | null; readonly cell: RoutineStatus }>;
  readonly drifted: ReadonlySet<string>;
  readonly differences: ReadonlyMap<string, string>;
  readonly planned: ReadonlySet<string>;
  /** The routines of which the ledger has the last deployed text. */
  readonly deployed: ReadonlySet<string>;
  readonly stage: string;
}

function lastDeployed({ deployments }: HistoryAnswer, bare: (routine: string) => string): ReadonlySet<string> {
  const last = new Map<string, boolean>();
  for (const { steps, project } of [...deployments].reverse())
    for (const { routine, outcome, to } of steps)
      if (outcome === 'done') last.set(bare(routine), to !== null && project === 'own');
  return new Set([...last].flatMap(([routine, isLeft]) => (isLeft ? [routine] : [])));
}

async function ask(project: LiveProject, schema: string, stage: string): Promise<Told> {
  const bare = (routine: string): string => routine.replace(`${schema}.`, '');
  const { routines } = expectOk(await project.status({}));
  const { drifted } = expectOk(await project.drift(environment));
  const { differences } = expectOk(await project.compare({ left: 'workspace', right: 'test' }));
  const steps = project.files.size === 0 ? [] : expectOk(await project.plan({ ...environment, overwrite: true })).steps;
  return {
    status: new Map(
      routines.map(({ routine, workspace, environments }) => [
        bare(routine),
        { workspace, cell: environments['test'] ?? { version: null, state: 'unknown' } },
      ]),
    ),
    drifted: new Set(drifted.map(({ routine }) => bare(routine))),
    differences: new Map(differences.map(({ routine, kind }) => [bare(routine), kind])),
    planned: new Set(steps.map(({ routine }) => bare(routine))),
    deployed: lastDeployed(expectOk(await project.history(environment)), bare),
    stage,
  };
}

function check({ status, drifted, differences, planned, deployed, stage }: Told, name: Name, story: string): void {
  const known = status.get(name);
  const told = `${story}${JSON.stringify({ ...known, drift: drifted.has(name), compare: differences.get(name) ?? null, plan: planned.has(name) })}`;
  if (known === undefined) {
    // Neither a source, nor a version, nor a live routine.
    assert.ok(!drifted.has(name) && !differences.has(name) && !planned.has(name), told);
    return;
  }
  const { workspace, cell } = known;
  const isDrift = cell.isChangedOutside === true || cell.state === 'drifted';
  assert.equal(drifted.has(name), isDrift, told);
  if (deployed.has(name)) assert.notEqual(cell.state, 'unmanaged', told);
  if (workspace === null) {
    // A registered version may still be the expected one, without a source.
    assert.ok(!planned.has(name), told);
    return;
  }
  const compared = differences.get(name);
  // Nobody knows from which text a view came that was never deployed.
  if (compared === 'unknown') assert.ok(name === 'v' && cell.state !== 'in-sync', told);
  else assert.equal(compared !== undefined, planned.has(name), told);
  const same = stage === 'DEVELOPMENT' ? ['in-sync'] : ['in-sync', 'unregistered', 'ahead', 'behind'];
  if (compared === undefined) assert.ok(same.includes(cell.state), told);
  else if (cell.state === 'unmanaged') assert.equal(cell.project, 'other', told);
  if (compared === 'missing-right') assert.equal(cell.state, 'missing', told);
}
