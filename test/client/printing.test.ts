import assert from 'node:assert/strict';
import type { DeployAnswer, HistoryAnswer } from '#engine';
import { makeCallGraphPage } from '../../client/src/workbench/call-graph-page';
import { readArgument, routinesOf } from '../../client/src/workbench/command-argument';
import { printHistory as printDescribed } from '../../client/src/documents/print-history';
import { describeHistory } from '../../server/src/handlers/describe-history';
import { summarizeOutcome } from '../../engine/src/lifecycle/summarize-outcome';
import { printOutcome, printSummary } from '../../client/src/documents/print-outcome';

describe('a printed outcome', () => {
  const steps: DeployAnswer['steps'] = [
    { routine: 'shop.a', target: 'db:3306/shop', outcome: 'restored', durationMs: 12, error: null },
    { routine: 'shop.b', target: 'db:3306/shop', outcome: 'failed', durationMs: 3, error: 'Unknown table.' },
    { routine: 'shop.c', target: 'db:3306/shop', outcome: 'not-run', durationMs: 0, error: null },
  ];

  const failed: DeployAnswer = { deployment: 'd7', outcome: 'rolled-back', steps };

  it('says in a sentence what was done by the end', () => {
    const summarize = (outcome: DeployAnswer['outcome']): string =>
      printSummary('deploy', 'prod', summarizeOutcome({ deployment: 'd', outcome, steps }));
    assert.equal(summarize('rolled-back'), 'Deployment to prod failed; everything was restored. Unknown table.');
    assert.match(summarize('partial'), /failed partway: 0 routines changed/);
    assert.match(summarize('nothing-to-do'), /already up to date/);
  });

  it('lists every step', () =>
    assert.deepEqual(
      printOutcome('deploy', 'prod', { ...failed, summary: summarizeOutcome(failed) })
        .split('\n')
        .slice(1),
      [
        'Deployment d7',
        '',
        '↺ shop.a on db:3306/shop: restored, 12 ms',
        '✘ shop.b on db:3306/shop: failed, 3 ms',
        '    Unknown table.',
        '– shop.c on db:3306/shop: not-run',
        '',
      ],
    ));

  it('of a rollback says what it measured', () => {
    const back: DeployAnswer = {
      ...{ deployment: 'd8', outcome: 'deployed', steps: [] },
      effects: [
        {
          ...{ routine: 'shop.a', kind: 'procedure', target: 'db:3306/shop', after: null },
          before: { calls: 2, errors: 0, meanMs: 1.5 },
          unmeasured: 'Calls are not measured: performance_schema is off.',
          tables: [
            { table: 'shop.orders', rows: 7, isEstimate: true, why: 'it is large' },
            { table: 'shop.v', rows: null, why: 'it is a view' },
          ],
        },
      ],
    };
    assert.deepEqual(
      printOutcome('roll-back', 'prod', { ...back, summary: summarizeOutcome(back) })
        .split('\n')
        .slice(3),
      [
        '',
        'shop.a on db:3306/shop',
        '    before the rollback: 2 calls, 0 errors, 1.5 ms on average',
        '    Calls are not measured: performance_schema is off.',
        '    tables that it writes: shop.orders (about 7 rows), shop.v (not counted: it is a view)',
        '',
      ],
    );
  });
});

describe('a printed history', () => {
  const printHistory = (environment: string, answer: HistoryAnswer): string =>
    printDescribed(environment, describeHistory(answer));
  const history: HistoryAnswer = {
    chain: 'intact',
    head: null,
    heads: [],
    prunings: [],
    problems: [],
    notes: [],
    deployments: [
      {
        deployment: 'd7',
        kind: 'deploy',
        startedAt: '2025-09-07T14:03:11Z',
        finishedAt: null,
        outcome: 'deployed',
        by: 'ada',
        account: null,
        from: 'workbench',
        commit: '0123456789abcdef',
        branch: 'main',
        reason: 'OPS-1',
        project: null,
        steps: [
          {
            step: 1,
            routine: 'shop.a',
            kind: 'procedure',
            target: 'db1:3306/shop',
            action: 'create',
            from: null,
            to: '1.0.0',
            strategy: 'create',
            outcome: 'done',
            error: null,
          },
        ],
        ticket: 'SHOP-1',
        command: 'promote',
        accepted: [],
      },
    ],
  };

  it('lists deployments with their steps', () =>
    assert.equal(
      printHistory('prod', history),
      `History of prod
The chain of entries is intact.

2025-09-07 14:03 promote: deployed (1 routine)
    d7, by ada from workbench, commit 0123456789 on main, ticket SHOP-1
    OPS-1
    shop.a created: new → 1.0.0
`,
    ));

  it('gives each kind its own past tense', () => {
    const [deployed] = history.deployments;
    assert.ok(deployed);
    const steps = deployed.steps.map(
      (step) => ({ ...step, action: 'replace', strategy: 'nothing', from: '1.0.0', to: '-' }) as const,
    );
    const deployments = [
      { ...deployed, kind: 'rollback', command: 'rollback', steps: [] },
      { ...deployed, kind: 'adopt', command: 'adopt', steps },
      { ...deployed, kind: 'recover', command: 'recover', outcome: 'rolled-back', steps: [] },
    ] as const;
    const printed = printHistory('prod', { ...history, deployments });
    assert.match(printed, / rollback: rolled back \(0 routines\)$/m);
    assert.match(printed, / adopt: adopted \(1 routine\)$/m);
    assert.match(printed, /^ {4}shop\.a adopted: 1\.0\.0 → unregistered$/m);
    assert.match(printed, / recover: restored everything \(0 routines\)$/m);
  });

  it('lists what was removed, and what is worth knowing', () => {
    const pruning = {
      ...{ target: 'db:3306/shop', deployment: 'd9', at: '2025-09-08T14:03:11Z', by: 'eve', account: null },
      ...{ from: 'workbench', reason: null, removed: ['d2'], rows: 4 },
    };
    const printed = printHistory('prod', { ...history, prunings: [pruning], notes: ['No head is kept.'] });
    assert.match(
      printed,
      /2025-09-08 14:03 gc: removed 1 deployment \(4 rows\)\n {4}d9, by eve from workbench\n {4}d2\n/,
    );
    assert.match(printed, /^No head is kept\.$/m);
  });

  it('cries out over a broken chain', () =>
    assert.match(printHistory('prod', { ...history, chain: 'broken' }), /BROKEN/));
});

describe('the page of a call graph', () => {
  it('runs its own script only, and tells cycles without taking names for markup', () => {
    const page = makeCallGraphPage('<svg></svg>', 'vscode-webview://x', {
      nodes: [],
      edges: [],
      cycles: [['a', '<img src=x>', 'a']],
      order: [],
    });
    const nonce = /script nonce="([^"]+)"/.exec(page)?.[1] ?? '';
    assert.ok(nonce.length > 20 && page.includes(`script-src 'nonce-${nonce}'`));
    assert.match(page, /default-src 'none'/);
    assert.match(page, /Cycle: a → &lt;img src=x&gt; → a/);
  });
});

describe('a command’s argument', () => {
  it('is read out of anything', () => {
    assert.deepEqual(readArgument(undefined), {});
    assert.deepEqual(readArgument('text'), {});
    assert.deepEqual(readArgument({ scheme: 'file', path: '/a.sql' }), {});
    const row = {
      label: 'x',
      routine: 'shop.a',
      version: '1.0.0',
      children: () => [],
      overwrite: true,
      routines: ['a', 1],
    };
    assert.deepEqual(readArgument(row), { routine: 'shop.a', version: '1.0.0', overwrite: true, routines: ['a'] });
  });

  it('names routines with the version that is meant', () => {
    assert.equal(routinesOf({}), null);
    assert.deepEqual(routinesOf({ routine: 'shop.a' }), ['shop.a']);
    assert.deepEqual(routinesOf({ routine: 'shop.a', version: '1.0.0' }), ['shop.a@1.0.0']);
    assert.deepEqual(routinesOf({ routines: [] }), []);
  });
});
