/** An object that an account cannot see is unknown, never missing: the privileges with complete lists, and the commands without. */
import assert from 'node:assert/strict';
import { connectMysql } from '../../engine/src/database/connection/mysql-session';
import { readCatalog } from '../../engine/src/database/read-catalog';
import type { Catalog } from '../../engine/src/database/catalog';
import type { RoutineKind } from '../../engine/src/syntax/routine-kind';
import { adviceText } from '../../cli/src/report/print-action';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

/** Two of each kind: a privilege on one of them shows that one alone. */
const files: Readonly<Record<string, string>> = {
  'p.sql': 'CREATE PROCEDURE p() SELECT 1;',
  'p2.sql': 'CREATE PROCEDURE p2() SELECT 1;',
  'f.sql': 'CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1;',
  'tr.sql': 'CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.id = 1;',
  'tr2.sql': 'CREATE TRIGGER tr2 BEFORE INSERT ON t2 FOR EACH ROW SET NEW.id = 1;',
  'e.sql': "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2035-01-01' DISABLE DO SELECT 1;",
  'v.sql': 'CREATE VIEW v AS SELECT id FROM t;',
  'v2.sql': 'CREATE VIEW v2 AS SELECT id FROM t;',
};
const kinds: readonly RoutineKind[] = ['procedure', 'function', 'trigger', 'event', 'view'];
const all: Readonly<Record<string, number>> = { procedure: 2, function: 1, trigger: 2, event: 1, view: 2 };

/**
 * The privileges, and the kinds of which the list is then complete, by their first letters. S is the schema, E the same with its _ escaped,
 * S% a pattern of it, A the account, R a role; `my` and `ma` are what only MySQL or MariaDB knows.
 */
const matrix: readonly (readonly [privileges: string, complete: string])[] = [
  ['GRANT SELECT ON S.* TO A', '    v'],
  ['GRANT SHOW VIEW ON S.* TO A', '    v'],
  ['GRANT LOCK TABLES ON S.* TO A', '     '],
  ['GRANT EXECUTE ON S.* TO A', 'pf   '],
  ['GRANT CREATE ROUTINE ON S.* TO A', 'pf   '],
  ['GRANT ALTER ROUTINE ON S.* TO A', 'pf   '],
  ['GRANT TRIGGER ON S.* TO A', '  t v'],
  ['GRANT EVENT ON S.* TO A', '   e '],
  ['GRANT ALL ON S.* TO A', 'pftev'],
  ['GRANT EXECUTE ON PROCEDURE S.p TO A', '     '],
  ['GRANT ALTER ROUTINE ON PROCEDURE S.p TO A', '     '],
  ['GRANT TRIGGER ON S.t TO A', '     '],
  ['GRANT SELECT ON S.v TO A', '     '],
  ['GRANT SELECT (id) ON S.t TO A', '     '],
  ['GRANT SELECT ON *.* TO A', 'pf  v'],
  ['GRANT EXECUTE, TRIGGER, EVENT ON *.* TO A', 'pftev'],
  ['GRANT PROCESS ON *.* TO A; GRANT EVENT ON S.* TO A', '   e '],
  ['my GRANT SHOW_ROUTINE ON *.* TO A; GRANT SELECT ON S.* TO A', 'pf  v'],
  ['my GRANT SELECT ON mysql.* TO A; GRANT EVENT ON S.* TO A', '   e '],
  ['ma GRANT SELECT ON mysql.proc TO A; GRANT SELECT ON S.* TO A', 'pf  v'],
  ['ma GRANT SELECT ON mysql.* TO A; GRANT SELECT ON S.* TO A', 'pf  v'],
  ['GRANT EXECUTE ON `S%`.* TO A', 'pf   '],
  // A server takes one line for a schema: the name itself before a pattern. A name with _ is a pattern, unless it is escaped.
  ['GRANT EXECUTE ON `S%`.* TO A; GRANT SELECT ON E.* TO A', '    v'],
  ['GRANT EXECUTE ON `%`.* TO A; GRANT SELECT ON S.* TO A', '    v'],
  ['my GRANT EXECUTE ON `S%`.* TO A; GRANT SELECT ON S.* TO A', '     '],
  ['ma GRANT EXECUTE ON `S%`.* TO A; GRANT SELECT ON S.* TO A', '    v'],
  ['GRANT EXECUTE ON S.* TO R; GRANT R TO A; SET DEFAULT ROLE R', 'pf   '],
  ['GRANT EXECUTE ON S.* TO R; GRANT R TO A; GRANT SELECT ON S.* TO A', '    v'],
  ['GRANT EXECUTE ON S.* TO R; GRANT R TO A; GRANT SELECT ON S.* TO A; SET DEFAULT ROLE R', 'pf  v'],
];

/**
 * The privileges, and the answers of commands for existing objects, in the order of `kinds`, if the account may also read the ledger. `c` is for
 * what is as it should be, `u` for unknown: never is anything missing, and never is it created or dropped blindly.
 */
const commands: readonly (readonly [privileges: string, said: string])[] = [
  ['GRANT SELECT, SHOW VIEW ON S.* TO A', 'uuuuc'],
  ['GRANT SELECT ON S.* TO A; TEXTS', 'ccuuu'],
  ['GRANT EVENT ON S.* TO A', 'uuucu'],
  ['GRANT EXECUTE ON PROCEDURE S.p TO A; GRANT SHOW VIEW, TRIGGER, EVENT ON S.* TO A', 'uuccu'],
  ['GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON S.* TO A; TEXTS', 'ccccc'],
];

describe('what an account sees of a schema', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const user = `seer_${server.flavor}`;
    const account = `'${user}'@'%'`;
    const role = `sight_${server.flavor}`;
    const ledger = (): string => `${schema.name}_ledger`;
    const [own, other] = server.flavor === 'mysql' ? ['my', 'ma'] : ['ma', 'my'];
    const toRead =
      server.flavor === 'mysql'
        ? `GRANT SHOW_ROUTINE ON *.* TO ${account}`
        : `GRANT SELECT ON mysql.proc TO ${account}`;

    const statements = (text: string): readonly string[] =>
      text
        .replace(`${own} `, '')
        .split('; ')
        .map((one) => {
          if (one === 'TEXTS') return toRead;
          if (one.startsWith('SET DEFAULT ROLE'))
            return `SET DEFAULT ROLE ${role} ${server.flavor === 'mysql' ? 'TO' : 'FOR'} ${account}`;
          return one
            .replaceAll(/\bS\b/g, schema.name)
            .replaceAll('S%', `${schema.name.slice(0, -1)}%`)
            .replaceAll(/\bE\b/g, `\`${schema.name.replace('_', '\\_')}\``)
            .replaceAll(/\bA\b/g, account)
            .replaceAll(/\bR\b/g, role);
        });
    const give = (text: string, ...more: readonly string[]): Promise<unknown> =>
      server.run(
        `DROP USER IF EXISTS ${account}`,
        `DROP ROLE IF EXISTS ${role}`,
        `CREATE USER ${account} IDENTIFIED BY 'secret'`,
        `CREATE ROLE ${role}`,
        ...statements(text),
        ...more,
      );
    const read = async (): Promise<Catalog> => {
      const address = {
        host: '127.0.0.1',
        port: server.port,
        socket: null,
        user,
        schema: null,
        tls: 'off',
        ca: null,
      } as const;
      const session = expectOk(await connectMysql(address, 'secret'));
      const catalog = await readCatalog(session, schema.name);
      await session.close();
      assert.ok(catalog.ok);
      return catalog.value;
    };
    const as = (more: Readonly<Record<string, string>> = {}): LiveProject =>
      liveProject(server, schema.name, { files: { ...files, ...more }, environment: { user }, password: 'secret' });

    before(async () => {
      await server.run(
        `CREATE TABLE ${schema.name}.t (id INT)`,
        `CREATE TABLE ${schema.name}.t2 (id INT)`,
        'SET GLOBAL log_bin_trust_function_creators = 1',
      );
      expectOk(await liveProject(server, schema.name, { files }).deploy({ environment: 'test' }));
    });
    after(() =>
      server.run(
        `DROP USER IF EXISTS ${account}`,
        `DROP ROLE IF EXISTS ${role}`,
        `DROP DATABASE IF EXISTS ${ledger()}`,
      ),
    );

    for (const [privileges, complete] of matrix.filter(([text]) => !text.startsWith(`${other} `)))
      it(`is complete for "${complete}" with ${privileges}`, async () => {
        await give(privileges);
        const catalog = await read();
        const isComplete = (kind: RoutineKind): boolean =>
          !catalog.incomplete.some((list) => list.kinds.includes(kind));
        assert.equal(kinds.map((kind) => (isComplete(kind) ? kind[0] : ' ')).join(''), complete);
        // What is called complete is complete, which is what everything rests on.
        for (const kind of kinds.filter(isComplete))
          assert.equal(catalog.names.filter((key) => key.kind === kind).length, all[kind], kind);
      });

    const word = (state: string | undefined): string =>
      state === 'unknown' || state === 'unreadable' ? 'u' : `${state}`;
    const firstOf = (kind: RoutineKind): string => (kind === 'trigger' ? 'tr' : (kind[0] ?? ''));
    const isUnknown = ({ code, message }: { readonly code: string; readonly message: string }): boolean =>
      code === 'unreadable' || message.startsWith('It is unknown whether ');
    const withLedger = (): string => `GRANT SELECT ON ${ledger()}.* TO ${account}`;

    for (const [privileges, said] of commands)
      describe(`with ${privileges}`, () => {
        const unknown = kinds.filter((_, i) => said[i] === 'u');
        const isWhole = unknown.length === 0;
        before(() => give(privileges, withLedger()));

        it('status and compare say what is unknown, and nothing is missing', async () => {
          const { routines, notes = [] } = expectOk(await as().status({}));
          const { differences } = expectOk(await as().compare({ left: 'workspace', right: 'test' }));
          const stateOf = (kind: RoutineKind): string | undefined =>
            routines.find((one) => one.kind === kind && one.routine === `${schema.name}.${firstOf(kind)}`)
              ?.environments['test']?.state;
          assert.equal(kinds.map((kind) => (stateOf(kind) === 'in-sync' ? 'c' : word(stateOf(kind)))).join(''), said);
          const told = kinds.map((kind) => {
            const found = differences.find(
              (one) => one.routineKind === kind && one.routine === `${schema.name}.${firstOf(kind)}`,
            );
            return found === undefined ? 'c' : word(found.kind);
          });
          assert.equal(told.join(''), said);
          assert.ok(
            isWhole || notes.some((note) => adviceText(note).includes('GRANT ')),
            notes.map(adviceText).join('\n'),
          );
        });

        it('drift calls nothing dropped or unchanged that it cannot see', async () => {
          const { drifted, unknown: unseen = [] } = expectOk(await as().drift({ environment: 'test' }));
          assert.deepEqual(drifted, []);
          const counted = kinds.filter((kind) => unseen.some((one) => one.kind === kind));
          assert.deepEqual(counted, unknown);
          assert.ok(unseen.every(({ message }) => message.includes('GRANT ')));
        });

        it('show and import say which privilege shows it', async () => {
          for (const kind of kinds) {
            const shown = await as().show({ ref: `${firstOf(kind)}@test` });
            if (!unknown.includes(kind)) expectOk(shown);
            else assert.match(JSON.stringify(expectFailure(shown, 'not-permitted')), /GRANT /);
          }
          const empty = liveProject(server, schema.name, { environment: { user }, password: 'secret' });
          const { written, skipped, unlisted = [] } = expectOk(await empty.importRoutines({ environment: 'test' }));
          assert.ok(isWhole ? written.length === 8 : unlisted.length + skipped.length > 0);
          assert.equal(isWhole, unlisted.length + skipped.length === 0);
        });

        it('check and sync conclude nothing from a list of procedures that may lack one', async () => {
          const isSeen = !unknown.includes('procedure');
          const caller = liveProject(server, schema.name, {
            files: { 'c.sql': 'CREATE PROCEDURE c() BEGIN CALL p(); CALL nowhere(); END;' },
            environment: { user },
            password: 'secret',
          });
          const { diagnostics } = expectOk(await caller.check({ environment: 'test' }));
          const told = diagnostics.filter(({ code }) => code === 'missing-routine').map(({ message }) => message);
          if (isSeen) assert.match(told.join(), /^Undefined procedure `\S+\.nowhere`/);
          else assert.match(told.join(), /\.nowhere exists, because .* GRANT /);
          if (isSeen) return;
          const at = { host: '127.0.0.1', port: server.port, user, schema: schema.name, stage: 'DEVELOPMENT' };
          const between = liveProject(server, schema.name, {
            files: { 'p.sql': files['p.sql'] ?? '' },
            settings: { environments: { test: { ...at, ledgerSchema: ledger() }, other: at } },
            password: 'secret',
          });
          const { message } = expectFailure(await between.planSync({ from: 'test', to: 'other' }), 'not-permitted');
          assert.match(message, /^(It is unknown whether|The text of) procedure .* GRANT .*; Nothing was synced\.$/);
        });

        it('nothing is planned that may exist unseen, and nothing is sent', async () => {
          const plan = expectOk(await as().plan({ environment: 'test' }));
          assert.deepEqual(
            plan.steps.map(({ action }) => action),
            [],
          );
          const findings = plan.findings.filter(isUnknown);
          assert.equal(findings.length > 0, !isWhole);
          assert.ok(
            findings.every(({ remedy, severity }) => severity === 'error' && adviceText(remedy).startsWith('GRANT ')),
          );
          const pruned = expectOk(
            await liveProject(server, schema.name, { environment: { user }, password: 'secret' }).plan({
              environment: 'test',
              prune: true,
            }),
          );
          const blind = pruned.findings.filter(isUnknown);
          assert.equal(blind.length > 0, !isWhole);
          assert.ok(pruned.steps.every(({ action }) => action === 'drop'));
          if (isWhole) return;
          expectFailure(await as().deploy({ environment: 'test' }), 'not-permitted');
          expectFailure(await as().rollBack({ environment: 'test', routines: ['*'] }), 'not-permitted');
        });
      });
  });
});
