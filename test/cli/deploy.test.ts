/** The commands that change servers: nothing happens without confirmation, and the displayed plan is executed. */
import assert from 'node:assert/strict';
import { run } from '../../cli/src/run';
import type {
  MutationOptions,
  DeployAnswer,
  DeployRequest,
  PlanAnswer,
  PlanRequest,
  PlanStep,
  PlanWarnings,
  RecoverAnswer,
  RecoverRequest,
  RollbackRequest,
} from '#engine';
import { succeed } from '../../engine/src/base/result';
import { memoryHost, type MemoryHostOptions } from '../support/memory-host';
import { checkRun, runJson } from './check-run';

const step: PlanStep = {
  action: 'replace',
  routine: 'shop.a',
  kind: 'procedure',
  target: 'db:3306/shop',
  from: '1.0.0',
  to: '1.1.0',
  strategy: 'replace',
  sql: ['DROP PROCEDURE a', 'CREATE PROCEDURE a()\nSELECT 1'],
  smoke: [],
  hazards: ['Callers fail for a moment.'],
  before: 'x',
  after: 'y',
};
const plan: PlanAnswer = {
  environment: 'dev',
  fingerprint: 'f00dcafe00112233',
  steps: [step],
  order: ['shop.a'],
  findings: [],
};
const done: DeployAnswer = {
  deployment: 'd1',
  outcome: 'deployed',
  steps: [
    {
      ...{ routine: 'shop.a', action: 'replace', from: '1.0.0', to: '1.1.0' },
      ...{ target: 'db:3306/shop', outcome: 'done', durationMs: 12.4, error: null },
    },
  ],
};

const none: PlanWarnings = { findings: [], hazards: [] };

type Request = Omit<MutationOptions, 'signal' | 'onProgress' | 'onPlan'> & Record<string, unknown>;

function doors(answer: DeployAnswer = done, planned: PlanAnswer = plan, warnings = none) {
  const plans: (PlanRequest | RollbackRequest)[] = [];
  const carried: Request[] = [];
  const makePlan = (request: PlanRequest | RollbackRequest) => {
    plans.push(request);
    return Promise.resolve(succeed(planned));
  };
  const carryOut = (
    request: DeployRequest | RollbackRequest | ({ readonly environment: string } & MutationOptions),
  ) => {
    const { signal, onProgress, onPlan, ...rest } = request;
    assert.ok(signal && onProgress);
    onPlan?.(warnings);
    onProgress({ done: 1, total: 1, message: 'shop.a' });
    carried.push({ ...rest });
    return Promise.resolve(succeed(answer));
  };
  return {
    plans,
    carried,
    sproc: {
      ...{ plan: makePlan, planRollback: makePlan, deploy: carryOut, rollBack: carryOut },
      recover: async (request: RecoverRequest) => {
        const { value } = await carryOut(request);
        return succeed({ ...value, refused: null, restoring: [] });
      },
    },
  };
}

const shownPlan = `
  1. replace procedure shop.a  1.0.0 → 1.1.0  replace, db:3306/shop
     ! Callers fail for a moment.
     --- live now
     +++ after the deployment
     @@ -1,1 +1,1 @@
     -x
     +y
     DROP PROCEDURE a
     CREATE PROCEDURE a()
     SELECT 1

  1 step in dev  fingerprint f00dcafe0011`;

describe('sproc plan', () => {
  it('shows the steps with their hazards, both texts and their statements', async () => {
    const { sproc, plans } = doors();
    await checkRun('plan dev a --with-callees --overwrite --prune --strategy queued', { sproc, out: shownPlan });
    assert.deepEqual(plans, [
      { environment: 'dev', routines: ['a'], withCallees: true, strategy: 'queued', overwrite: true, prune: true },
    ]);
  });

  it('says that there is nothing to do', () =>
    checkRun('plan dev', {
      sproc: doors(done, { ...plan, steps: [] }).sproc,
      out: 'dev is up to date',
    }));

  it('finds something where a finding forbids the plan', async () => {
    const finding = { severity: 'error', code: 'no-privilege', message: 'No.', remedy: 'GRANT it.' } as const;
    const { sproc } = doors(done, { ...plan, steps: [], findings: [finding] });
    await checkRun('plan dev', {
      sproc,
      exit: 1,
      out: `
        error: No.  no-privilege
          GRANT it.

        No steps for dev: correct the errors above first`,
    });
  });
});

describe('sproc deploy', () => {
  it('does nothing where nobody can be asked', async () => {
    const { sproc, plans, carried } = doors();
    const err = `
      error: A deployment changes a server. This is not an interactive terminal, so it cannot be confirmed.
        Review it with \`sproc plan\`, then confirm with \`--yes\`.`;
    await checkRun('deploy dev', { sproc, exit: 64, err });
    assert.equal((await runJson('deploy dev --json', { sproc, typed: ['y'] })).exit, 64);
    assert.deepEqual([plans, carried], [[], []]);
  });

  it('goes ahead with --yes', async () => {
    const { sproc, carried } = doors();
    await checkRun('deploy dev a --yes --confirm dev --reason Because --ticket T-1', {
      sproc,
      out: `
        shop.a  1.0.0 → 1.1.0  db:3306/shop  replaced  12 ms
        1 step done  deployment d1`,
      err: '[1/1] shop.a',
    });
    assert.deepEqual(carried, [
      { environment: 'dev', routines: ['a'], confirm: 'dev', reason: 'Because', ticket: 'T-1' },
    ]);
  });

  it('tells what speaks against a plan that it does not show, before the first step', async () => {
    const finding = { code: 'replica', message: 'db is a replica.', remedy: 'Deploy to its source.' };
    const { sproc } = doors(done, plan, {
      findings: [{ ...finding, severity: 'warning' }],
      hazards: [{ routine: 'shop.a', target: 'db:3306/shop', message: 'Callers fail for a moment.' }],
    });
    const err = `
      warning: db is a replica.  replica
        Deploy to its source.
      warning: shop.a on db:3306/shop: Callers fail for a moment.
      [1/1] shop.a`;
    const out = `
      shop.a  1.0.0 → 1.1.0  db:3306/shop  replaced  12 ms
      1 step done  deployment d1`;
    await checkRun('deploy dev --yes', { sproc, out, err });
    await checkRun('deploy dev --dry-run', { sproc, out, err });
    await checkRun('rollback dev a --yes', { sproc, out, err });
    const world = memoryHost({ sproc, typed: ['y'] });
    assert.equal(await run(['deploy', 'dev'], world), 0);
    assert.doesNotMatch(world.err(), /replica/, 'a person has seen the plan');
  });

  for (const [line, what] of [
    ['rollback dev a', 'A rollback changes a server'],
    ['drift dev --revert', 'Reverting drift changes a server'],
    ['drift dev --adopt', 'Adopting drift changes source files and the ledger'],
    ['sync prod dev', 'A sync changes a server'],
    ['promote a --to dev', 'A promotion changes a server'],
  ] as const)
    it(`is not alone: ${line} does nothing either where nobody can be asked`, async () => {
      const { sproc, plans, carried } = doors();
      await checkRun(line, {
        sproc,
        exit: 64,
        err: `
          error: ${what}. This is not an interactive terminal, so it cannot be confirmed.
            Confirm with \`--yes\`, or look first with \`--dry-run\`.`,
      });
      assert.equal((await runJson(`${line} --json`, { sproc, typed: ['y'] })).exit, 64);
      assert.deepEqual([plans, carried], [[], []]);
    });

  it('tries without asking, since nothing is changed', async () => {
    const { sproc, carried } = doors();
    await run(['deploy', 'dev', '--dry-run'], memoryHost({ sproc }));
    assert.deepEqual(carried, [{ environment: 'dev', routines: [], dryRun: true }]);
  });

  it('shows the plan, and carries that one out when the name is typed', async () => {
    const { sproc, carried } = doors();
    const world = memoryHost({ sproc, typed: [' y '] });
    assert.equal(await run(['deploy', 'dev'], world), 0);
    assert.match(
      world.out(),
      /1\. replace procedure shop\.a[^]*Continue in dev\? \[y\/N\] shop\.a +1\.0\.0 → 1\.1\.0 +db/,
    );
    assert.deepEqual(carried, [{ environment: 'dev', routines: [], fingerprint: plan.fingerprint }]);
  });

  it('goes ahead in a protected environment only when its name is typed', async () => {
    for (const [typed, exit] of [
      ['y', 2],
      ['prod', 0],
    ] as const) {
      const { sproc, carried } = doors(done, { ...plan, environment: 'prod', isProtected: true });
      const host = memoryHost({ sproc, typed: [typed] });
      assert.equal(await run(['deploy', 'prod'], host), exit);
      assert.match(host.out(), /Type "prod" to continue: /);
      assert.deepEqual(
        carried.map(({ confirm }) => confirm),
        exit === 0 ? ['prod'] : [],
      );
    }
  });

  it('counts its progress upward, in whatever order steps end', async () => {
    const { sproc } = doors();
    const host = memoryHost({
      sproc: {
        ...sproc,
        deploy: ({ onProgress }) => {
          for (const number of [1, 3, 2]) onProgress?.({ done: number, total: 3, message: `shop.${number}` });
          return Promise.resolve(succeed(done));
        },
      },
    });
    await run(['deploy', 'dev', '--yes'], host);
    assert.equal(host.err(), '[1/3] shop.1\n[3/3] shop.3\n[3/3] shop.2\n');
  });

  it('prints findings of one cause together, their remedy once, and how many there are', async () => {
    const finding = (name: string) =>
      ({ severity: 'error', code: 'stage', message: `${name} is DEVELOPMENT.`, remedy: 'Promote it.' }) as const;
    const other = { severity: 'warning', code: 'replica', message: 'db is a replica.', remedy: '' } as const;
    const { sproc } = doors(done, { ...plan, steps: [], findings: [finding('a'), other, finding('b')] });
    await checkRun('plan dev', {
      sproc,
      exit: 1,
      out: `
        error: a is DEVELOPMENT.  stage
        error: b is DEVELOPMENT.  stage
          Promote it.
        warning: db is a replica.  replica
        2 errors, 1 warning

        No steps for dev: correct the errors above first`,
    });
  });

  for (const typed of [['no'], ['dev'], ['']]) {
    it(`changes nothing when ${JSON.stringify(typed[0])} is typed`, async () => {
      const { sproc, carried } = doors();
      const world = memoryHost({ sproc, typed });
      assert.equal(await run(['deploy', 'dev'], world), 2);
      assert.equal(world.err(), 'error: Not confirmed. Nothing was changed.\n');
      assert.deepEqual(carried, []);
    });
  }

  it('carries out the plan of a file, and no other', async () => {
    const { sproc, plans, carried } = doors();
    const world = memoryHost({ sproc });
    await run(['plan', 'dev', 'a', '--prune', '--out', 'plan.json'], world);
    assert.equal(await run(['deploy', 'dev', '--plan', 'plan.json', '--yes'], world), 0);
    assert.deepEqual(carried, [{ environment: 'dev', routines: ['a'], prune: true, fingerprint: plan.fingerprint }]);
    assert.equal(plans.length, 1);
    const file = JSON.parse(world.files.get('plan.json') ?? '') as PlanAnswer;
    assert.deepEqual(file.steps, plan.steps);
  });

  const refused: readonly (readonly [
    line: string,
    exit: number,
    message: string,
    files: NonNullable<MemoryHostOptions['files']>,
  ])[] = [
    ['deploy dev --plan p.json --yes', 65, 'The plan p.json does not exist.', {}],
    ['deploy dev --plan p.json --yes', 65, 'p.json is not JSON.', { 'p.json': '{' }],
    ['deploy dev --plan p.json --yes', 65, 'p.json is not a plan.', { 'p.json': '{"fingerprint":"x"}' }],
    ['deploy dev --plan p.json --yes', 65, 'p.json is not a plan.', { 'p.json': 'null' }],
    [
      'deploy dev --plan p.json --yes',
      64,
      'The plan in p.json is for prod, not for dev.',
      { 'p.json': '{"fingerprint":"x","request":{"environment":"prod"}}' },
    ],
    ['deploy dev a --plan p.json --yes', 64, '`--plan` already determines the routines and options.', {}],
    ['deploy dev --prune --plan p.json --yes', 64, '`--plan` already determines the routines and options.', {}],
  ];
  for (const [line, exit, message, files] of refused) {
    it(`refuses: ${message}`, async () => {
      const { sproc, carried } = doors();
      const world = memoryHost({ sproc, files });
      assert.equal(await run(line.split(' '), world), exit);
      assert.ok(world.err().startsWith(`error: ${message}\n`), world.err());
      assert.deepEqual(carried, []);
    });
  }

  const failed: DeployAnswer = {
    deployment: 'd2',
    outcome: 'rolled-back',
    steps: [
      { routine: 'shop.a', target: 't', outcome: 'restored', durationMs: 3, error: null },
      { routine: 'shop.b', target: 't', outcome: 'failed', durationMs: 5, error: 'Table x does not exist.' },
      { routine: 'shop.c', target: 't', outcome: 'not-run', durationMs: 0, error: null },
    ],
  };

  it('tells what was restored, and exits 2', () =>
    checkRun('deploy dev --yes', {
      sproc: doors(failed).sproc,
      exit: 2,
      err: '[1/1] shop.a',
      out: `
        shop.a  t  restored  3 ms
        shop.b  t  failed    5 ms  Table x does not exist.
        shop.c  t  not run
        Failed at step 2 of 3. Everything was restored  deployment d2`,
    }));

  it('prints the answer as JSON, whatever became of it', async () => {
    assert.deepEqual(await runJson('deploy dev --yes --json', { sproc: doors(failed).sproc }), {
      exit: 2,
      answer: failed,
    });
    assert.deepEqual(await runJson('deploy dev --yes --json', { sproc: doors().sproc }), { exit: 0, answer: done });
    const idle: DeployAnswer = { deployment: null, outcome: 'nothing-to-do', steps: [] };
    assert.deepEqual(await runJson('deploy dev --yes --json', { sproc: doors(idle).sproc }), { exit: 0, answer: idle });
  });

  it('hands on the interruption', async () => {
    const world = memoryHost({
      sproc: {
        deploy: ({ signal }) => {
          world.interrupt();
          return Promise.resolve(succeed(signal?.aborted ? failed : done));
        },
      },
    });
    assert.equal(await run(['deploy', 'dev', '--yes'], world), 2);
  });
});

describe('sproc rollback', () => {
  const back: DeployAnswer = { ...done, outcome: 'rolled-back' };

  it('goes back with one routine, or with a whole deployment', async () => {
    const { sproc, carried } = doors(back);
    assert.equal(await run(['rollback', 'dev', 'a@1.0.0', '--yes'], memoryHost({ sproc })), 0);
    assert.equal(await run(['rollback', 'dev', '--deployment', 'd1', '--yes'], memoryHost({ sproc })), 0);
    assert.deepEqual(carried, [
      { environment: 'dev', routines: ['a@1.0.0'] },
      { environment: 'dev', deployment: 'd1' },
    ]);
  });

  it('asks a person, and carries out what it showed', async () => {
    const { sproc, carried, plans } = doors(back);
    assert.equal(await run(['rollback', 'dev', 'a'], memoryHost({ sproc, typed: ['y'] })), 0);
    assert.deepEqual(plans, [{ environment: 'dev', routines: ['a'] }]);
    assert.deepEqual(carried, [{ environment: 'dev', routines: ['a'], fingerprint: plan.fingerprint }]);
    assert.equal(await run(['rollback', 'dev', 'a'], memoryHost({ sproc, typed: ['no'] })), 2);
    assert.equal(carried.length, 1);
  });

  it('shows what it measured of each routine, and why it measured no more', () => {
    const figures = { calls: 1_234, errors: 1, meanMs: 3.25 };
    const off = 'Calls are not measured: performance_schema is off.';
    return checkRun('rollback dev a --yes', {
      sproc: doors({
        ...{ deployment: 'd1', outcome: 'deployed' },
        steps: [{ routine: 'shop.a', target: 't', outcome: 'done', durationMs: 0, error: null, action: 'replace' }],
        effects: [
          {
            ...{ routine: 'shop.a', kind: 'procedure', target: 't', before: figures },
            after: { calls: 0, errors: null, meanMs: null },
            tables: [
              { table: 'shop.orders', rows: 1 },
              { table: 'shop.log', rows: 5_000_000, isEstimate: true, why: 'it is large' },
              { table: 'shop.v', rows: null, why: 'it is a view' },
            ],
          },
          { routine: 'shop.b', kind: 'procedure', target: 't', before: null, after: null, unmeasured: off, tables: [] },
          { routine: 'shop.c', kind: 'event', target: 't', before: null, after: null, tables: [] },
        ],
      }).sproc,
      err: '[1/1] shop.a',
      out: `
        shop.a  t  replaced
        1 step done  deployment d1
        shop.a  t
          before the rollback: 1,234 calls, 1 error, 3.25 ms on average
          since the rollback: 0 calls, errors not counted
          tables that it writes: shop.orders (1 row), shop.log (about 5,000,000 rows), shop.v (not counted: it is a view)
        shop.b  t
          Calls are not measured: performance_schema is off.`,
    });
  });

  it('shows in a dry run what would be dropped', () =>
    checkRun('rollback dev a --dry-run', {
      sproc: doors({
        ...{ deployment: null, outcome: 'would-deploy', warnings: ['procedure shop.a is dropped.'] },
        steps: [{ routine: 'shop.a', target: 't', outcome: 'not-run', durationMs: 0, error: null, action: 'drop' }],
      }).sproc,
      err: '[1/1] shop.a',
      out: `
        shop.a  t  would drop
        1 step would run; nothing was changed`,
    }));

  for (const line of ['rollback dev', 'rollback dev a --deployment d1']) {
    it(`refuses ${line}`, () =>
      checkRun(line, {
        exit: 64,
        err: `
          error: A rollback needs either routines or --deployment.
            Find the deployments with \`sproc history\`.`,
      }));
  }
});

describe('sproc recover', () => {
  it('goes on with what was interrupted', async () => {
    const { sproc, carried } = doors();
    assert.equal(await run(['recover', 'dev', '--confirm', 'dev'], memoryHost({ sproc })), 0);
    assert.deepEqual(carried, [{ environment: 'dev', confirm: 'dev' }]);
  });

  it('has done what was asked for where everything is as it was', () => {
    const steps = done.steps.map((one) => ({ ...one, outcome: 'restored' }) as const);
    return checkRun('recover dev', {
      sproc: doors({ deployment: 'd1', outcome: 'rolled-back', steps }).sproc,
      err: '[1/1] shop.a',
      out: `
        shop.a  1.0.0 → 1.1.0  db:3306/shop  restored  12 ms
        Restored the state before the interrupted deployment (1 step undone)`,
    });
  });

  it('shows what would restore it where the ledger does not prove that', async () => {
    const answer: RecoverAnswer = {
      ...{ deployment: 'd1', outcome: 'failed', steps: [], warnings: ['Row 3 was changed. Name a head.'] },
      refused: { message: 'Row 3 was changed.', remedy: 'Name a head.' },
      restoring: [
        {
          ...{ routine: 'shop.a', kind: 'procedure', target: 'db:3306/shop', digest: 'ab12', isProven: false },
          statements: ['DROP PROCEDURE IF EXISTS a', 'CREATE PROCEDURE a()\nSELECT 1'],
        },
      ],
    };
    const asked: RecoverRequest[] = [];
    const recover = (request: RecoverRequest) => {
      asked.push(request);
      return Promise.resolve(succeed(answer));
    };
    await checkRun('recover dev --head 77', {
      sproc: { recover },
      exit: 65,
      out: `
        error: Row 3 was changed.
          Name a head.

        -- procedure shop.a on db:3306/shop: saved as ab12, not proven
        DELIMITER //
        DROP PROCEDURE IF EXISTS a //
        CREATE PROCEDURE a()
        SELECT 1 //
        DELIMITER ;`,
    });
    assert.equal(asked[0]?.head, '77');
  });
});

describe('sproc ledger accept-broken', () => {
  it('says what was accepted, and from where the ledger is verified', async () => {
    const asked: unknown[] = [];
    const acceptLedger = (request: unknown) => {
      asked.push(request);
      const target = { target: 'db:3306/shop', accepted: ['Row 3 was changed.'], head: 'ab12', sequence: 9 };
      return Promise.resolve(succeed({ targets: [target], warnings: [] }));
    };
    await checkRun('ledger accept-broken dev --reason OPS-7 --confirm dev', {
      sproc: { acceptLedger },
      out: `
        Row 3 was changed.
        Accepted as it is. The ledger of db:3306/shop is verified from row 9 on: ab12`,
    });
    assert.deepEqual(asked, [{ environment: 'dev', reason: 'OPS-7', confirm: 'dev' }]);
  });

  it('demands a reason', () =>
    checkRun('ledger accept-broken dev', {
      exit: 64,
      err: `
        error: Accepting a broken ledger requires a reason.
          Use \`sproc ledger accept-broken dev --reason "..."\`.`,
    }));
});
