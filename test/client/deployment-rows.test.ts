/** The rows of the Deployments view, made of a history. */
import assert from 'node:assert/strict';
import type { DescribedDeployment, DescribedHistory } from '#protocol';
import { localDay, printDay, printDuration } from '../../client/src/documents/print-moments';
import {
  filterHistory,
  findUndoable,
  listDeploymentRows,
  type DeploymentsShown,
} from '../../client/src/views/deployment-rows';
import type { Row } from '../../client/src/views/row';
import { listStatusRows } from '../../client/src/views/status-log-rows';
import { describeHistory } from '../../server/src/handlers/describe-history';

type Deployment = DescribedDeployment;
type Step = Deployment['steps'][number];

const now = new Date(2026, 10, 30, 18, 0);
const shown: DeploymentsShown = { project: 'file:///p', environment: 'dev', parent: 'e', most: 50, now };

function at(day: number, hour: number, minute = 0): string {
  return new Date(2026, 10, day, hour, minute).toISOString();
}

function step(number: number, routine: string, facts: Partial<Step> = {}): Omit<Step, 'end'> {
  return {
    ...{ step: number, routine, kind: 'procedure', target: 'db:3306/shop', action: 'replace', from: '1.0.0' },
    ...{ to: '1.0.1', strategy: 'replace', outcome: 'done', error: null, ...facts },
  } as const;
}

function deployment(id: string, startedAt: string, facts: Partial<Deployment> = {}): Deployment {
  return {
    ...{ deployment: id, kind: 'deploy', startedAt, outcome: 'deployed', by: 'Ada <ada@x.org>', account: null },
    ...{ finishedAt: new Date(Date.parse(startedAt) + 1_200).toISOString(), from: 'workbench', commit: null },
    ...{ branch: null, reason: null, project: null, ticket: null, command: 'deploy', accepted: [], end: '' },
    steps: [{ ...step(1, 'shop.a'), end: '' }],
    ...facts,
  };
}

function history(deployments: readonly Deployment[], facts: Partial<DescribedHistory> = {}): DescribedHistory {
  const rest = { head: null, heads: [], prunings: [], problems: [], notes: [] };
  return describeHistory({ chain: 'intact', ...rest, deployments, ...facts });
}

function print({ label, description }: Row): string {
  return description === undefined ? label : `${label} · ${description}`;
}

async function printAll(rows: readonly Row[], indent = ''): Promise<readonly string[]> {
  const lines = await Promise.all(
    rows.map(async (row) => [indent + print(row), ...(await printAll((await row.children?.()) ?? [], `${indent}  `))]),
  );
  return lines.flat();
}

describe('the rows of deployments', () => {
  it('are days with deployments, their author and duration, and their steps', async () => {
    const deployments = [
      deployment('d3', at(30, 14, 3), { command: 'promote' }),
      deployment('d2', at(30, 9), {
        outcome: 'rolled-back',
        steps: [step(1, 'shop.a', { outcome: 'restored' }), step(2, 'shop.b', { outcome: 'failed' })] as Step[],
      }),
      deployment('d1', at(23, 8, 5), { steps: [step(1, 'shop.a', { action: 'create', from: null })] as Step[] }),
    ];
    assert.deepEqual(await printAll(listDeploymentRows(history(deployments), shown)), [
      'Today · 2 deployments',
      '  14:03 promote a · Ada · 1.2 s',
      '    shop.a · 1.0.0 → 1.0.1',
      '  09:00 deploy 2 routines · failed, everything was restored · Ada · 1.2 s',
      '    shop.a · 1.0.0 → 1.0.1 · restored',
      '    shop.b · 1.0.0 → 1.0.1 · failed',
      'Monday, 2026-11-23 · 1 deployment',
      '  08:05 deploy a · Ada · 1.2 s',
      '    shop.a · new → 1.0.1',
    ]);
  });

  it('give the reason, the ticket and the id in a tooltip', async () => {
    const [day] = listDeploymentRows(
      history([deployment('d1', at(30, 9), { reason: 'wrong totals', ticket: 'SHOP-7' })]),
      shown,
    );
    const [row] = (await day?.children?.()) ?? [];
    assert.match(row?.tooltip ?? '', /reason: wrong totals\nticket: SHOP-7\n/);
    assert.match(row?.tooltip ?? '', /^d1$/m);
    assert.match(row?.tooltip ?? '', /^by Ada <ada@x\.org> from workbench$/m);
  });

  it('stop at a limit with a row that shows more', () => {
    const many = Array.from({ length: 60 }, (_, i) => deployment(`d${60 - i}`, at(30, 12, 59 - i)));
    const rows = listDeploymentRows(history(many), shown);
    assert.deepEqual(rows.map(print), ['Today · 50 deployments', 'Show older · 10 more']);
    assert.equal(rows.at(-1)?.within, 'e');
    assert.deepEqual(listDeploymentRows(history(many), { ...shown, most: 100 }).map(print), ['Today · 60 deployments']);
  });

  it('have removals among them, so that the rest is not taken for everything', async () => {
    const pruning = {
      ...{ target: 'db:3306/shop', deployment: 'g1', at: at(29, 3), by: 'Eve', account: null },
      ...{ from: 'workbench', reason: null, removed: ['d1', 'd2'], rows: 9 },
    };
    const rows = listDeploymentRows(history([], { prunings: [pruning] }), shown);
    assert.deepEqual(await printAll(rows), ['Yesterday · removals only', '  03:00 gc · removed 2 deployments · Eve']);
  });

  it('begin with what is wrong with the ledger', () => {
    const problem = { target: 'db', row: 7, deployment: null, at: null, message: 'Row 7 was changed.' };
    const rows = listDeploymentRows(history([], { chain: 'broken', problems: [problem], notes: ['A note.'] }), shown);
    assert.deepEqual(rows.map(print), [
      'Row 7 was changed.',
      'A note.',
      'The rest of the ledger has no readable deployment',
    ]);
  });

  it('of one routine are those that changed it, and say how much more a deployment did', async () => {
    const deployments = [
      deployment('d2', at(30, 14), { steps: [step(1, 'shop.a'), step(2, 'procedure:shop.b')] as Step[] }),
      deployment('d1', at(30, 13)),
    ];
    const rows = listDeploymentRows(history(deployments), { ...shown, routine: 'shop.B' });
    assert.deepEqual(await printAll(rows), [
      'Today · 1 deployment',
      '  14:00 deploy b · 1 of 2 routines · Ada · 1.2 s',
      '    procedure:shop.b · 1.0.0 → 1.0.1',
    ]);
    assert.deepEqual(filterHistory(history(deployments), 'function:shop.b').deployments, []);
    const none = listDeploymentRows(history(deployments), { ...shown, routine: 'shop.c' });
    assert.deepEqual(none.map(print), ['No deployment of c to dev is recorded']);
  });

  it('offer to roll back only what no later deployment changed again', async () => {
    const newestFirst = [
      deployment('d4', at(30, 14), { outcome: 'failed', steps: [step(1, 'shop.a', { outcome: 'failed' })] as Step[] }),
      deployment('d3', at(30, 13), { steps: [step(1, 'shop.b')] as Step[] }),
      deployment('d2', at(30, 12), { steps: [step(1, 'shop.b'), step(2, 'shop.a')] as Step[] }),
      deployment('d1', at(30, 11), { steps: [step(1, 'shop.c')] as Step[] }),
    ];
    assert.deepEqual([...findUndoable(newestFirst)], ['d3', 'd1']);
    const [day] = listDeploymentRows(history(newestFirst), shown);
    const rows = (await day?.children?.()) ?? [];
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['sproc.deploymentPast', 'sproc.deployment', 'sproc.deploymentPast', 'sproc.deployment'],
    );
  });
});

describe('the rows of a status log', () => {
  it('are the changes, the newest first', () => {
    const change = { routine: 'shop.a', kind: 'procedure', version: '1.0.0', by: 'Ada <a@x>', reason: '' } as const;
    const changes = [
      { ...change, from: null, to: 'DEVELOPMENT', at: at(30, 9) },
      { ...change, from: 'DEVELOPMENT', to: 'TESTING', at: at(30, 10), reason: 'tried' },
    ] as const;
    assert.deepEqual(listStatusRows(changes, { project: 'p', routine: 'shop.a', parent: 'x' }).map(print), [
      '1.0.0 · development → testing · Ada · 2026-11-30 10:00',
      '1.0.0 · registered · Ada · 2026-11-30 09:00',
    ]);
  });
});

describe('moments', () => {
  it('are named by day, also across the end of a month', () => {
    const first = new Date(2026, 11, 1, 0, 30);
    assert.equal(printDay(first, first), 'Today');
    assert.equal(printDay(new Date(2026, 10, 30, 23, 59), first), 'Yesterday');
    assert.equal(localDay(new Date(2026, 0, 5)), '2026-01-05');
  });

  it('apart are printed in fitting units', () =>
    assert.deepEqual([0, 340, 12_400, 125_000, 3_720_000].map(printDuration), [
      '0.0 s',
      '0.3 s',
      '12 s',
      '2 min 5 s',
      '1 h 2 min',
    ]));
});
