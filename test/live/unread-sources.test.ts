/** A source that cannot be read whole: what it defines is unknown, which every answer about all sources says. */
import assert from 'node:assert/strict';
import { adviceText } from '../../cli/src/report/print-action';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { emptiedSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' };

describe('a source that cannot be read whole', () => {
  onEachServer((server) => {
    const schema = emptiedSchema(server);
    const conflict =
      '<<<<<<< HEAD\nCREATE PROCEDURE extra() SELECT 5;\n=======\nCREATE PROCEDURE extra() SELECT 6;\n>>>>>>> x\n';
    const whole = { 'p.sql': 'CREATE PROCEDURE p() SELECT 1;\n' };

    for (const [what, files, unreadable, sentence] of [
      [
        'holds conflict markers outside its routines',
        { ...whole, 'x.sql': conflict },
        [],
        /^x\.sql has an error outside its routines \(line 1\)/,
      ],
      ['may not be read', whole, ['y.sql'], /^y\.sql could not be read/],
    ] as const)
      it(`is named by plan, preflight, register, status and compare where it ${what}`, async () => {
        const project = liveProject(server, schema.name, { files, unreadable });
        const named = { ...environment, routines: ['p'] };
        expectOk(await project.deploy(named));
        const unread = (findings: readonly { readonly code: string; readonly message: string }[]) =>
          findings.filter(({ code }) => code === 'unread-source').map(({ message }) => message);

        for (const whole of [
          expectOk(await project.plan(environment)),
          expectOk(await project.preflight(environment)),
        ]) {
          const [message = '', ...more] = unread(whole.findings);
          assert.match(message, sentence);
          assert.match(message, /What it defines is unknown, and is not part of this plan\.$/);
          assert.deepEqual(more, []);
        }
        assert.deepEqual(unread(expectOk(await project.plan(named)).findings), []);
        assert.match(expectOk(await project.register({})).warnings.join('\n'), sentence);
        assert.deepEqual(expectOk(await project.register({ routines: ['p'] })).warnings, []);
        assert.match((expectOk(await project.status({})).notes ?? []).map(adviceText).join('\n'), sentence);
        const between = { left: 'workspace', right: 'test' };
        assert.match((expectOk(await project.compare(between)).unlisted ?? []).join('\n'), sentence);
        assert.equal(expectOk(await project.compare({ left: 'registry', right: 'test' })).unlisted, undefined);
      });
  });
});
