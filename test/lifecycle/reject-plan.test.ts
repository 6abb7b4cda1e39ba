/** The reasons why a plan is not deployed, with a remedy whose command an editor can leave out. */
import assert from 'node:assert/strict';
import { rejectFindings } from '../../engine/src/lifecycle/preflight/reject-plan';
import { expectFailure } from '../support/expect';

const finding = {
  severity: 'error',
  code: 'missing-privilege',
  message: 'deployer may not CREATE ROUTINE.',
  remedy: 'GRANT it.',
} as const;

describe('a plan with errors', () => {
  const refuse = (number: number) =>
    expectFailure(
      rejectFindings({
        ...{ environment: 'prod', isProtected: true, fingerprint: 'abc', targets: [] },
        findings: Array.from({ length: number }, () => finding),
      }),
      'not-permitted',
    );

  it('is refused with the error and its remedy', () =>
    assert.deepEqual(refuse(1), {
      ...{ kind: 'not-permitted', message: 'deployer may not CREATE ROUTINE.', remedy: 'GRANT it.' },
    }));

  it('says how many more there are, and in the remedy how to see them', () =>
    assert.deepEqual(refuse(3), {
      kind: 'not-permitted',
      message: 'deployer may not CREATE ROUTINE (and 2 more).',
      remedy: { advice: ['GRANT it. List all of them with ', { id: 'plan', environment: 'prod' }, '.'] },
    }));
});
