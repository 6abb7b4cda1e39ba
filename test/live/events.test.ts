/** Events: their schedules, statuses and ends, which a server computes, changes and completes by itself. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { emptiedSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' } as const;
const daily = (more: string, body: string): string =>
  `CREATE EVENT e ON SCHEDULE EVERY 1 DAY ${more} DO SET @a = ${body}`;

async function stateOf(project: LiveProject): Promise<string | undefined> {
  const cell = expectOk(await project.status({})).routines[0]?.environments['test'];
  return cell?.isChangedOutside === true ? `${cell.state}, changed outside` : cell?.state;
}

async function compare(project: LiveProject, left = 'workspace', right = 'test'): Promise<readonly string[]> {
  return expectOk(await project.compare({ left, right })).differences.map(({ kind, detail }) => `${kind}: ${detail}`);
}

async function planned(project: LiveProject): Promise<readonly string[]> {
  const { steps, findings } = expectOk(await project.plan(environment));
  assert.deepEqual(
    findings.filter(({ severity }) => severity === 'error'),
    [],
  );
  return steps.flatMap(({ sql }) => sql);
}

async function drifted(project: LiveProject): Promise<readonly string[]> {
  return expectOk(await project.drift(environment)).drifted.map(({ routine, state }) => `${routine} ${state}`);
}

describe('events', () => {
  onEachServer((server) => {
    const schema = emptiedSchema(server);
    const deployed = async (text: string): Promise<LiveProject> => {
      const project = liveProject(server, schema.name, { files: { 'e.sql': text } });
      expectOk(await project.register({}));
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
      return project;
    };
    const edit = async (project: LiveProject, text: string): Promise<void> => {
      project.files.set('e.sql', text);
      expectOk(await project.register({}));
    };
    const facts = async (): Promise<Record<string, unknown> | undefined> => {
      const [row] = await server.run(
        `SELECT DATE_FORMAT(STARTS, '%Y-%m-%d %H:%i:%s') AS starts, STATUS AS status, EVENT_DEFINITION AS body, TIME_ZONE AS zone
         FROM information_schema.EVENTS WHERE EVENT_SCHEMA = '${schema.name}'`,
      );
      return row;
    };
    const agrees = async (project: LiveProject, state: string): Promise<void> => {
      assert.equal(await stateOf(project), state);
      assert.deepEqual(await compare(project), []);
      assert.deepEqual(await planned(project), []);
      assert.deepEqual(await drifted(project), []);
    };

    it('are shown as their server prints them, in a statement that it accepts', async () => {
      const project = await deployed(daily('', '1').replace('1 DAY', '1 WEEK'));
      const { text } = expectOk(await project.show({ ref: 'e@test', sideBySide: true }));
      const [row] = await server.run(`SHOW CREATE EVENT ${schema.name}.e`);
      const printed = String(row?.['Create Event']);
      assert.match(printed, /ON SCHEDULE EVERY 1 WEEK STARTS '.* ON COMPLETION NOT PRESERVE ENABLE DO SET @a = 1/);
      assert.equal(text.trim(), printed);
      await server.run(`DROP EVENT ${schema.name}.e`);
      await server.run(text.replace(/EVENT `e`/, `EVENT ${schema.name}.e`));
    });

    for (const starts of ['', 'STARTS CURRENT_TIMESTAMP + INTERVAL 1 HOUR', "STARTS '2037-01-01 00:00:00'"])
      it(`keep their schedule to the second when only the body changes ${starts}`, async () => {
        const project = await deployed(daily(starts, '1'));
        const before = await facts();
        await pause(1_100);
        await edit(project, daily(starts, '2'));
        const sql = await planned(project);
        assert.ok(!sql.some((statement) => statement.includes('ON SCHEDULE')), sql.join('\n'));
        assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
        assert.deepEqual({ ...before, body: 'SET @a = 2' }, await facts());
        await agrees(project, 'in-sync');
      });

    it('get another schedule when the text has one, and the plan says that it begins anew', async () => {
      const project = await deployed(daily('', '1'));
      await edit(project, daily('', '1').replace('1 DAY', '2 DAY'));
      const [step] = expectOk(await project.plan(environment)).steps;
      assert.ok(
        step?.hazards.some((hazard) => hazard.startsWith('Its schedule begins anew')),
        step?.hazards.join(),
      );
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
      await agrees(project, 'in-sync');
    });

    it('are deployed again when the expression of their start changes', async () => {
      const project = await deployed(daily('STARTS CURRENT_TIMESTAMP + INTERVAL 1 HOUR', '1'));
      await edit(project, daily('STARTS CURRENT_TIMESTAMP + INTERVAL 5 HOUR', '1'));
      assert.ok((await planned(project)).some((statement) => statement.includes('INTERVAL 5 HOUR')));
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
      await agrees(project, 'in-sync');
    });

    for (const completion of ['', 'ON COMPLETION PRESERVE'])
      it(`of a past moment are finished, and stop nothing ${completion}`, async () => {
        const once = `CREATE EVENT e ON SCHEDULE AT '2020-01-01 00:00:00' ${completion} DO SET @a = 1`;
        const project = liveProject(server, schema.name, {
          files: { 'e.sql': once, 'p.sql': 'CREATE PROCEDURE p() SELECT 1' },
        });
        expectOk(await project.register({}));
        const answer = expectOk(await project.deploy(environment));
        assert.equal(answer.outcome, 'deployed');
        assert.deepEqual(
          answer.steps.map(({ routine }) => routine),
          [`${schema.name}.p`],
        );
        await agrees(project, 'finished');
      });

    for (const completion of ['NOT PRESERVE', 'PRESERVE'])
      it(`that have run are finished, and do not run again: ${completion}`, async () => {
        await server.run('SET GLOBAL event_scheduler = ON', `CREATE TABLE ${schema.name}.log (n INT)`);
        const once = `CREATE EVENT e ON SCHEDULE AT CURRENT_TIMESTAMP + INTERVAL 2 SECOND ON COMPLETION ${completion} DO INSERT INTO log VALUES (1)`;
        const project = await deployed(once);
        await pause(4_500);
        assert.equal((await server.run(`SELECT n FROM ${schema.name}.log`)).length, 1);
        await agrees(project, completion === 'PRESERVE' ? 'in-sync' : 'finished');
        assert.equal(expectOk(await project.deploy(environment)).outcome, 'nothing-to-do');
        await edit(project, once.replace('2 SECOND', '1 HOUR'));
        assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
        assert.equal((await facts())?.['body'], 'INSERT INTO log VALUES (1)');
      });

    it('that have run are finished in that very second, and are no change by hand', async () => {
      await server.run('SET GLOBAL event_scheduler = ON', `CREATE TABLE ${schema.name}.log (n INT)`);
      const project = await deployed(
        'CREATE EVENT e ON SCHEDULE AT CURRENT_TIMESTAMP + INTERVAL 3 SECOND DO INSERT INTO log VALUES (1)',
      );
      const states = new Set<string | undefined>();
      for (const limit = Date.now() + 6_000; Date.now() < limit;) {
        const { routines } = expectOk(await project.status({}));
        states.add(routines[0]?.environments['test']?.state);
        assert.deepEqual(expectOk(await project.drift(environment)).drifted, []);
      }
      assert.deepEqual([...states], ['in-sync', 'finished']);
      const answer = await project.rollBack({ ...environment, routine: 'e' });
      assert.doesNotMatch(JSON.stringify(answer), /was changed on the server/);
      assert.equal(expectOk(answer).outcome, 'nothing-to-do');
    });

    it('that run while they are deployed are no failure', async () => {
      await server.run('SET GLOBAL event_scheduler = ON', `CREATE TABLE ${schema.name}.log (n INT)`);
      const project = await deployed('CREATE EVENT e ON SCHEDULE AT CURRENT_TIMESTAMP DO INSERT INTO log VALUES (1)');
      await pause(1_500);
      await agrees(project, 'finished');
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'nothing-to-do');
      assert.equal((await server.run(`SELECT n FROM ${schema.name}.log`)).length, 1);
    });

    it('that were disabled by hand stay disabled where the text states nothing', async () => {
      const project = await deployed(daily('', '1'));
      await server.run(`ALTER EVENT ${schema.name}.e DISABLE`);
      assert.equal(await stateOf(project), 'in-sync, changed outside');
      assert.deepEqual(await drifted(project), [`${schema.name}.e changed`]);
      assert.deepEqual(await compare(project), []);
      assert.deepEqual(await planned(project), []);
      await edit(project, daily('', '2'));
      const [step] = expectOk(await project.plan(environment)).steps;
      assert.ok(step?.hazards.includes('It is disabled on the server, and stays disabled.'), step?.hazards.join());
      expectOk(await project.deploy({ ...environment, overwrite: true }));
      assert.deepEqual(
        { ...(await facts()), starts: '', zone: '' },
        { starts: '', status: 'DISABLED', body: 'SET @a = 2', zone: '' },
      );
      await agrees(project, 'in-sync');
    });

    it('whose text stated DISABLE are enabled when it does no longer', async () => {
      const project = await deployed(daily('DISABLE', '1'));
      await edit(project, daily('', '1'));
      assert.equal(await stateOf(project), 'behind');
      assert.deepEqual(await compare(project), ['characteristics: status enabled → disabled']);
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
      assert.equal((await facts())?.['status'], 'ENABLED');
      await agrees(project, 'in-sync');
    });

    it('without a start are the same on two servers', async () => {
      const other = `${schema.name}_2`;
      await server.run(`CREATE DATABASE ${other}`);
      try {
        const target = { ...server.login, stage: 'DEVELOPMENT', ledgerSchema: `${schema.name}_ledger` };
        const environments = { one: { ...target, schema: schema.name }, two: { ...target, schema: other } };
        const project = liveProject(server, schema.name, {
          files: { 'e.sql': daily('', '1') },
          settings: { environments },
        });
        expectOk(await project.deploy({ environment: 'one' }));
        await pause(1_100);
        expectOk(await project.deploy({ environment: 'two' }));
        assert.deepEqual(await compare(project, 'one', 'two'), []);
        await server.run(`ALTER EVENT ${other}.e ON SCHEDULE EVERY 2 DAY`);
        assert.match((await compare(project, 'one', 'two')).join('\n'), /every 1 day.* → every 2 day/);
      } finally {
        await server.run(`DROP DATABASE ${other}`);
      }
    });

    const zoned = daily("STARTS '2037-01-01 00:00:00'", '1');
    const moveTo = (zone: string): Promise<unknown> =>
      server.run(
        `SET time_zone = '${zone}'`,
        `ALTER EVENT ${schema.name}.e ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00'`,
      );

    it('have drifted when somebody changed their time zone, and go back to it', async () => {
      const project = await deployed(zoned);
      const before = await facts();
      await moveTo('+05:00');
      const [found] = expectOk(await project.drift(environment)).drifted;
      assert.match(
        found?.differences.map(({ detail }) => detail).join() ?? '',
        new RegExp(`time_zone ${String(before?.['zone'])} → \\+05:00`),
      );
      assert.equal(expectOk(await project.drift({ ...environment, revert: true })).reverted?.outcome, 'deployed');
      assert.deepEqual(await facts(), before);
      await agrees(project, 'in-sync');
    });

    it('run in the time zone that their file sets', async () => {
      const project = await deployed(`SET time_zone = '+03:00';\n${zoned}`);
      assert.equal((await facts())?.['zone'], '+03:00');
      await agrees(project, 'in-sync');
      await edit(project, `SET time_zone = '+04:00';\n${zoned}`);
      assert.deepEqual(await compare(project), ['modes: time_zone +04:00 → +03:00']);
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
      assert.equal((await facts())?.['zone'], '+04:00');
      await agrees(project, 'in-sync');
      expectOk(await project.deploy({ ...environment, routines: ['e@1.0.0'] }));
      assert.equal((await facts())?.['zone'], '+03:00');
      expectOk(await project.rollBack({ ...environment, routines: ['e'] }));
      assert.equal((await facts())?.['zone'], '+04:00');
    });

    it('keep their time zone in the file that imports them', async () => {
      await server.run("SET time_zone = '+02:00'", `USE ${schema.name}`, zoned);
      const project = liveProject(server, schema.name);
      const { written } = expectOk(await project.importRoutines(environment));
      const [file] = written.map((one) => one.file);
      assert.match(project.files.get(file ?? '') ?? '', /^SET time_zone = '\+02:00';$/m);
      assert.deepEqual(await compare(project), []);
    });
  });
});
