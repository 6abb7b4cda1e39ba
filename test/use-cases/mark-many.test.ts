/** Marking what a pattern selects: one version that cannot have the status does not stop the others. */
import assert from 'node:assert/strict';
import { adviceText } from '../../cli/src/report/print-action';
import { statusOf } from '../../engine/src/registry/records/statuses';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';

describe('mark with a pattern', () => {
  const open = async (): Promise<LiveProject> => {
    const project = liveProject({ port: 1, flavor: 'mysql' }, 'shop', {
      files: {
        'a.sql': 'CREATE PROCEDURE a() SELECT 1;',
        'b.sql': 'CREATE PROCEDURE b() SELECT 1;',
        'c.sql': 'CREATE PROCEDURE c() SELECT 1;',
        'd.sql': 'CREATE PROCEDURE audit.d() SELECT 1;',
      },
    });
    expectOk(await project.register({}));
    expectOk(await project.mark({ ref: 'b', status: 'TESTING', reason: 'tests' }));
    expectOk(await project.mark({ ref: 'c', status: 'RETIRED', reason: 'gone' }));
    return project;
  };
  const statuses = async (project: LiveProject): Promise<readonly string[]> =>
    expectOk(await project.registry.list())
      .map((record) => `${record.key.name} ${statusOf(record, '1.0.0')}`)
      .sort();
  const before = ['a DEVELOPMENT', 'b TESTING', 'c RETIRED', 'd DEVELOPMENT'];

  it('marks those that may have the status, and lists the others with the reason', async () => {
    const project = await open();
    const request = { ref: 'shop.*', status: 'TESTING', reason: 'all pass' } as const;
    const tried = expectOk(await project.markMany({ ...request, dryRun: true }));
    assert.deepEqual(await statuses(project), before);
    const { marked, unchanged, skipped } = expectOk(await project.markMany(request));
    assert.deepEqual({ marked, unchanged, skipped }, tried);
    assert.deepEqual(marked, [
      { routine: 'shop.a', kind: 'procedure', version: '1.0.0', from: 'DEVELOPMENT', to: 'TESTING' },
    ]);
    assert.deepEqual(unchanged, [{ routine: 'shop.b', kind: 'procedure', version: '1.0.0' }]);
    assert.deepEqual(
      skipped.map(({ routine, from, reason }) => `${routine} ${from}: ${adviceText(reason)}`),
      ['shop.c RETIRED: A version cannot change from RETIRED to TESTING. From RETIRED it can change to DEPRECATED.'],
    );
    assert.deepEqual(await statuses(project), [...['a TESTING', 'b TESTING', 'c RETIRED', 'd DEVELOPMENT']]);
  });

  it('takes a version, and means the routines that have it', async () => {
    const project = await open();
    project.files.set('a.sql', 'CREATE PROCEDURE a() SELECT 2;');
    expectOk(await project.register({ bump: 'minor' }));
    const { marked } = expectOk(await project.markMany({ ref: '*.a*@1.1.0', status: 'TESTING', reason: 'ok' }));
    assert.deepEqual(
      marked.map(({ routine, version }) => `${routine} ${version}`),
      ['shop.a 1.1.0'],
    );
    const failed = expectFailure(
      await project.markMany({ ref: 'shop.*@9.0.0', status: 'TESTING', reason: 'ok' }),
      'not-found',
    );
    assert.equal(failed.message, 'No routine of shop.*@9.0.0 has version 9.0.0.');
  });

  it('is not found where it selects nothing', async () => {
    const project = await open();
    expectFailure(await project.markMany({ ref: 'no*', status: 'TESTING', reason: 'ok' }), 'not-found');
  });
});
