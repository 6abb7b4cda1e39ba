/** `sproc status` beside an environment that is down: its last seen state, with its age, and never as the present one. */
import type { LastSeen, LastSeenAnswer, StatusAnswer } from '#engine';
import assert from 'node:assert/strict';
import { printAge } from '../../cli/src/report/status/print-age';
import { failure, type FailureKind } from '../../engine/src/base/failure';
import { succeed } from '../../engine/src/base/result';
import { checkRun, runJson } from './check-run';

const threeHoursAgo = new Date(Date.now() - 3.5 * 3_600_000).toISOString();
const seen: LastSeen = {
  environment: 'prod',
  at: threeHoursAgo,
  routines: [
    { routine: 'shop.a', kind: 'procedure', version: '1.1.0', state: 'in-sync' },
    { routine: 'shop.b', kind: 'procedure', version: '1.0.0', state: 'behind', isRetired: true },
  ],
};
const down = { version: null, state: 'unknown' } as const;
const row = { kind: 'procedure', workspace: '1.1.0', registry: '1.1.0' } as const;
const answer: StatusAnswer = {
  routines: ['shop.a', 'shop.b', 'shop.c'].map((routine) => ({
    ...{ routine, ...row },
    environments: { dev: { version: '1.1.0', state: 'in-sync' }, prod: down },
  })),
  unread: [{ environment: 'prod', kind: 'unreachable', message: 'prod does not answer.' }],
  notes: ['The state of prod is unknown. prod does not answer.'],
  lastSeen: [seen],
};
const sentence = 'note: prod was last seen 3 h ago: 1 in sync, 1 behind. This may have changed since.';

describe('sproc status of an environment that is down', () => {
  it('shows what was last seen there beside what is unknown now', async () => {
    await checkRun('status', {
      sproc: { status: () => Promise.resolve(succeed(answer)) },
      exit: 1,
      out: `
        routine  kind       workspace  registry  dev            prod
        shop.a   procedure  1.1.0      1.1.0     1.1.0 in sync  unknown (3 h ago: 1.1.0 in sync)
        shop.b   procedure  1.1.0      1.1.0     1.1.0 in sync  unknown (3 h ago: 1.0.0 behind, RETIRED)
        shop.c   procedure  1.1.0      1.1.0     1.1.0 in sync  unknown
          unknown  could not be read, or may exist without being visible to the account
        3 routines: dev 3 in sync · prod 3 unknown
        note: The state of prod is unknown. prod does not answer.
        ${sentence}`,
    });
  });

  it('has it in JSON, too', async () => {
    const { answer: printed } = await runJson('status --json', {
      sproc: { status: () => Promise.resolve(succeed(answer)) },
    });
    assert.deepEqual((printed as StatusAnswer).lastSeen, [seen]);
  });

  const remembered: LastSeenAnswer = { environments: [seen], notes: ['Damaged.'] };
  const blind = (kind: FailureKind) => ({
    status: () => Promise.resolve(failure(kind, 'prod does not answer.')),
    lastSeen: () => Promise.resolve(succeed(remembered)),
  });

  it('reports it where no environment can be read; the failure and its exit code stay', async () => {
    await checkRun('status', {
      sproc: blind('unreachable'),
      exit: 69,
      err: `
        ${sentence}
        shop.a  procedure  1.1.0 in sync
        shop.b  procedure  1.0.0 behind, RETIRED
        note: Damaged.
        error: prod does not answer.`,
    });
    await checkRun('status', { sproc: blind('bad-input'), exit: 65, err: 'error: prod does not answer.' });
  });

  it('counts an age in one unit', () => {
    const now = new Date('2026-01-10T12:00:00.000Z');
    const ages = ['2026-01-10T12:00:30.000Z', '2026-01-10T11:59:10.000Z', '2026-01-10T11:55:00.000Z'];
    assert.deepEqual(
      [...ages, '2026-01-09T13:00:00.000Z', '2026-01-08T12:00:00.000Z'].map((at) => printAge(at, now)),
      ['less than 1 min ago', 'less than 1 min ago', '5 min ago', '23 h ago', '2 days ago'],
    );
  });
});
