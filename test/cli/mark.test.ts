/** The command `mark` with a pattern shows the change, asks once, and reports what keeps its status. */
import type { MarkManyAnswer, MarkManyRequest } from '#engine';
import { succeed } from '../../engine/src/base/result';
import assert from 'node:assert/strict';
import type { MemoryHostOptions } from '../support/memory-host';
import { checkRun } from './check-run';

const answer: MarkManyAnswer = {
  marked: [
    { routine: 'shop.a', kind: 'procedure', version: '1.0.0', from: 'DEVELOPMENT', to: 'TESTING' },
    { routine: 'shop.total', kind: 'function', version: '1.2.0', from: 'DEVELOPMENT', to: 'TESTING' },
  ],
  unchanged: [{ routine: 'shop.b', kind: 'procedure', version: '1.0.0' }],
  skipped: [
    {
      ...{ routine: 'shop.c', kind: 'procedure', version: '1.0.0', from: 'RETIRED' },
      reason: 'A version cannot change from RETIRED to TESTING.',
    },
  ],
};

function door(): { readonly asked: MarkManyRequest[]; readonly sproc: NonNullable<MemoryHostOptions['sproc']> } {
  const asked: MarkManyRequest[] = [];
  return {
    asked,
    sproc: {
      markMany: (request) => {
        asked.push(request);
        return Promise.resolve(succeed(answer));
      },
    },
  };
}

const shown = `
  shop.a      1.0.0  DEVELOPMENT → TESTING
  shop.total  1.2.0  DEVELOPMENT → TESTING
  shop.c  1.0.0  skipped, RETIRED  A version cannot change from RETIRED to TESTING.
  2 versions would be marked, 1 unchanged, 1 skipped`;

describe('sproc mark with a pattern', () => {
  it('asks once, and exits 1 if something keeps its status', async () => {
    const { asked, sproc } = door();
    await checkRun('mark shop.* TESTING --reason ok', {
      ...{ sproc, typed: ['y'], exit: 1 },
      out: `${shown}
  Mark 2 versions as TESTING? [y/N] shop.a      1.0.0  DEVELOPMENT → TESTING
  shop.total  1.2.0  DEVELOPMENT → TESTING
  shop.c  1.0.0  skipped, RETIRED  A version cannot change from RETIRED to TESTING.
  2 versions marked, 1 unchanged, 1 skipped`,
    });
    assert.deepEqual(
      asked.map(({ dryRun }) => dryRun),
      [true, false],
    );
  });

  it('changes nothing without a yes', async () => {
    const { asked, sproc } = door();
    await checkRun('mark shop.* TESTING --reason ok', {
      ...{ sproc, typed: ['n'], exit: 2 },
      out: `${shown}
  Mark 2 versions as TESTING? [y/N]`,
      err: 'error: Not confirmed. Nothing was changed.',
    });
    assert.equal(asked.length, 1);
  });

  it('needs --yes or --dry-run where nobody can be asked', () =>
    checkRun('mark shop.* TESTING --reason ok', {
      ...{ sproc: door().sproc, exit: 64 },
      err: `
        error: A pattern can change the status of many versions. This is not an interactive terminal, so it cannot be confirmed.
          Confirm with \`--yes\`, or look first with \`--dry-run\`.`,
    }));
});
