/** The check of statuses where the registry contradicts itself. */
import assert from 'node:assert/strict';
import { checkStatuses } from '../../engine/src/lifecycle/preflight/checks/status';
import type { CheckInput } from '../../engine/src/lifecycle/preflight/checks/check';
import { rejectFindings } from '../../engine/src/lifecycle/preflight/reject-plan';
import type { RoutineRecord } from '../../engine/src/registry/records/registry';
import { identify } from '../../engine/src/routine/routine';
import { versionOf } from '../registry/registry-contract';
import { expectFailure } from '../support/expect';
import { adviceText } from '../../cli/src/report/print-action';

const version = versionOf('CREATE PROCEDURE greet() SELECT 1', '1.0.0');
const lines = ['released', 'rejected'].map((text, i) => ({ file: 'status.jsonl', line: i + 3, text }));
const side = { versions: [], lines: [] };
const record: RoutineRecord = {
  ...{ key: version.key, versions: [version], changes: [] },
  conflict: { what: 'The log has two branches.', lines, ours: side, theirs: side },
};

function find(stage: 'DEVELOPMENT' | 'TESTING' | 'PRODUCTION', isRollback = false) {
  return checkStatuses({
    environment: { name: 'there', stage },
    plan: { steps: [{ logical: version.key }] },
    desired: [{ routine: version.routine, version: '1.0.0', place: null }],
    records: new Map([[identify(version.key), record]]),
    isRollback,
  } as unknown as CheckInput);
}

describe('a status log in conflict', () => {
  it('is a warning for an environment of the stage DEVELOPMENT', () => {
    const [finding] = find('DEVELOPMENT');
    assert.deepEqual([finding?.severity, finding?.code], ['warning', 'status-conflict']);
    assert.match(finding?.message ?? '', /status\.jsonl:3: released; status\.jsonl:4: rejected/);
    assert.match(adviceText(finding?.remedy ?? ''), /`sproc registry resolve shop\.greet/);
  });

  it('refuses every other stage as bad input, whatever else speaks against the plan', () => {
    for (const stage of ['TESTING', 'PRODUCTION'] as const)
      for (const isRollback of [false, true]) {
        const findings = find(stage, isRollback);
        assert.deepEqual(
          findings.map(({ severity, code }) => [severity, code]),
          [['error', 'status-conflict']],
        );
        const other = { severity: 'error', code: 'branch', message: 'm', remedy: 'r' } as const;
        const plan = { environment: 'there', findings: [other, ...findings] };
        expectFailure(rejectFindings(plan as unknown as Parameters<typeof rejectFindings>[0]), 'bad-input');
      }
  });
});
