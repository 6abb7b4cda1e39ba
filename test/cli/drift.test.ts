/** The commands `drift`, `registry copy` and `recover` show the change before they ask. */
import type { CopyRegistryRequest, DriftAnswer, DriftRequest, PlanAnswer, RecoverAnswer } from '#engine';
import assert from 'node:assert/strict';
import { succeed } from '../../engine/src/base/result';
import type { MemoryHostOptions } from '../support/memory-host';
import { checkRun } from './check-run';

const drifted: DriftAnswer['drifted'][number] = {
  ...{ routine: 'shop.a', kind: 'procedure', target: 'db:3306/shop', state: 'changed', version: '1.0.0' },
  ...{ deployment: 'd1', deployedAt: '2026-01-02T03:04:05Z', alteredAt: null, definer: null, differences: [] },
  patch: '--- deployed\n+++ live\n@@ -1,1 +1,1 @@\n-SELECT 1\n+SELECT 2\n',
};
const adopted = {
  ...{ routine: 'shop.a', file: 'a.sql' },
  patch: '--- now: a.sql\n+++ adopted: a.sql\n@@ -1,1 +1,1 @@\n-one\n+two\n',
};
const plan: PlanAnswer = {
  ...{ environment: 'dev', fingerprint: 'f00dcafe00112233', order: ['shop.a'], findings: [] },
  steps: [
    {
      ...{ action: 'replace', routine: 'shop.a', kind: 'procedure', target: 'db:3306/shop', from: '-', to: '1.0.0' },
      ...{ strategy: 'replace', sql: ['CREATE PROCEDURE a()'], smoke: [], before: null, after: 'x' },
      hazards: ['Callers fail for a moment.'],
    },
  ],
};

function door(): { readonly asked: DriftRequest[]; readonly sproc: NonNullable<MemoryHostOptions['sproc']> } {
  const asked: DriftRequest[] = [];
  return {
    asked,
    sproc: {
      planRevert: () => Promise.resolve(succeed(plan)),
      drift: ({ signal: _signal, onProgress: _onProgress, onPlan, ...request }) => {
        assert.ok(request.revert !== true || onPlan === undefined, 'The plan was shown already.');
        asked.push(request);
        const reverted = {
          deployment: 'd2',
          outcome: 'deployed' as const,
          steps: [
            {
              ...{ routine: 'shop.a', target: 'db:3306/shop', action: 'replace' as const, from: '-', to: '1.0.0' },
              ...{ outcome: 'done' as const, durationMs: 3, error: null },
            },
          ],
        };
        return Promise.resolve(
          succeed({
            drifted: [drifted],
            adopted: request.adopt === true ? [adopted] : [],
            registered: [],
            reverted: request.revert === true ? reverted : null,
          }),
        );
      },
    },
  };
}

const shownPlan = `
  1. replace procedure shop.a  unregistered → 1.0.0  replace, db:3306/shop
     ! Callers fail for a moment.
     CREATE PROCEDURE a()

  1 step in dev  fingerprint f00dcafe0011`;

describe('sproc drift', () => {
  it('shows what was changed', () =>
    checkRun('drift dev', {
      sproc: door().sproc,
      exit: 1,
      out: `
        shop.a  db:3306/shop  changed  last deployed: 1.0.0 at 2026-01-02T03:04:05Z
        --- deployed
        +++ live
        @@ -1,1 +1,1 @@
        -SELECT 1
        +SELECT 2

        1 routine drifted`,
    }));

  it('shows the plan of a revert before it asks, and carries out that plan', async () => {
    const { sproc, asked } = door();
    await checkRun('drift dev --revert', {
      sproc,
      typed: ['y'],
      out: `${shownPlan}
  Continue in dev? [y/N] shop.a  unregistered → 1.0.0  db:3306/shop  replaced  3 ms
  1 step done  deployment d2`,
    });
    assert.equal(asked[0]?.fingerprint, plan.fingerprint);
  });

  it('shows the plan of a revert to whoever has agreed beforehand, too', async () => {
    await checkRun('drift dev --revert --yes', {
      sproc: door().sproc,
      out: `${shownPlan}
  shop.a  unregistered → 1.0.0  db:3306/shop  replaced  3 ms
  1 step done  deployment d2`,
    });
  });

  it('reverts nothing that was not agreed to', async () => {
    const { sproc, asked } = door();
    await checkRun('drift dev --revert', {
      sproc,
      typed: ['n'],
      exit: 2,
      out: `${shownPlan}
  Continue in dev? [y/N]`,
      err: 'error: Not confirmed. Nothing was changed.',
    });
    assert.deepEqual(asked, []);
  });

  it('shows what an adoption changes in the files before it asks', async () => {
    const { sproc, asked } = door();
    await checkRun('drift dev --adopt', {
      sproc,
      typed: ['y'],
      out: `
        shop.a  db:3306/shop  changed  last deployed: 1.0.0 at 2026-01-02T03:04:05Z
        --- now: a.sql
        +++ adopted: a.sql
        @@ -1,1 +1,1 @@
        -one
        +two

        shop.a  would be adopted  a.sql
        1 routine would be adopted
        Continue in dev? [y/N] shop.a  adopted  a.sql
        1 routine adopted`,
    });
    assert.deepEqual(
      asked.map(({ dryRun }) => dryRun),
      [true, undefined],
    );
  });

  it('refuses an option that says nothing without another', () =>
    checkRun('drift dev --register', {
      exit: 64,
      err: `
        error: --register has no effect without --adopt.
          Add --adopt, or leave --register out.`,
    }));
});

describe('sproc registry copy', () => {
  const asked: CopyRegistryRequest[] = [];
  const sproc = {
    copyRegistry: (request: CopyRegistryRequest) => {
      asked.push(request);
      const answer = { from: 'folder .sproc', to: 'schema r of prod', statusChanges: 0, unchanged: 1 };
      const copied = [{ routine: 'shop.a', version: '1.0.0' }];
      return Promise.resolve(succeed({ ...answer, copied, isProtected: true as const }));
    },
  };
  beforeEach(() => asked.splice(0));

  it('to a server does nothing where nobody can be asked', () =>
    checkRun('registry copy folder prod', {
      sproc,
      exit: 64,
      err: `
        error: Copying a registry to an environment changes a server. This is not an interactive terminal, so it cannot be confirmed.
          Confirm with \`--yes\`, or look first with \`--dry-run\`.`,
    }));

  it('to a server shows what would be copied, and asks for the name of a protected environment', async () => {
    await checkRun('registry copy folder prod', {
      sproc,
      typed: ['prod'],
      out: `
        shop.a  1.0.0
        folder .sproc to schema r of prod: 1 version would be copied, 1 there already
        Type "prod" to continue: shop.a  1.0.0
        folder .sproc to schema r of prod: 1 version copied, 1 there already`,
    });
    assert.deepEqual(asked, [
      { from: 'folder', to: 'prod', dryRun: true },
      { from: 'folder', to: 'prod', confirm: 'prod' },
    ]);
  });

  it('to the folder asks nobody', async () => {
    await checkRun('registry copy prod folder', {
      sproc,
      out: `
        shop.a  1.0.0
        folder .sproc to schema r of prod: 1 version copied, 1 there already`,
    });
    assert.deepEqual(asked, [{ from: 'prod', to: 'folder' }]);
  });

  it('refuses options of the other action', async () => {
    const remedy = 'See `sproc registry --help`.';
    await checkRun('registry resolve shop.a --yes', {
      sproc,
      exit: 64,
      err: `error: \`registry resolve\` takes no --yes.\n  ${remedy}`,
    });
    await checkRun('registry copy folder dev --yes --keep ours', {
      sproc,
      exit: 64,
      err: `error: \`registry copy\` takes no --keep.\n  ${remedy}`,
    });
    assert.deepEqual(asked, []);
  });

  it('says that there is nothing to copy', () =>
    checkRun('registry copy prod folder', {
      sproc: {
        copyRegistry: () =>
          Promise.resolve(succeed({ from: 'a', to: 'b', copied: [], statusChanges: 0, unchanged: 11 })),
      },
      out: 'a to b: nothing to copy: all 11 versions are there',
    }));
});

describe('sproc recover --dry-run', () => {
  const step = { target: 't', durationMs: 0 } as const;
  const answer: RecoverAnswer = {
    ...{ deployment: 'd1', outcome: 'would-deploy', steps: [], refused: null, restoring: [] },
    would: [
      {
        ...{ deployment: 'd2', target: 't', way: 'undo' },
        steps: [
          { ...step, routine: 'shop.a', outcome: 'not-run', error: null },
          { ...step, routine: 'shop.b', outcome: 'failed', error: 'It was changed.' },
        ],
      },
      {
        ...{ deployment: 'd1', target: 't', way: 'finish' },
        steps: [{ ...step, routine: 'shop.c', outcome: 'not-run', error: null }],
      },
    ],
  };

  it('says what would be restored and what would be finished', () =>
    checkRun('recover dev --dry-run', {
      sproc: { recover: () => Promise.resolve(succeed(answer)) },
      out: `
        Deployment d2 on t would be undone
          shop.a  would be restored
          shop.b  would be left as it is  It was changed.
        Deployment d1 on t would be recorded as finished
          shop.c  is in place
        Nothing was changed`,
    }));
});
