/** The statements that are ended: only those of a lost connection of ours, or of a dead deployment. */
import assert from 'node:assert/strict';
import { couldNot } from '../../engine/src/database/connection/could-not';
import { mock } from 'node:test';
import { succeed } from '../../engine/src/base/result';
import type { Row } from '../../engine/src/database/connection/session';
import { endLostStatements, endStatementsOf } from '../../engine/src/lifecycle/execution/orphaned-statements';
import { TargetSessions } from '../../engine/src/lifecycle/target/target-sessions';
import { expectOk } from '../support/expect';
import { memorySession, mysqlFacts, refusal } from '../support/memory-session';

const [ours, dead, another] = ['20260101T000000-0a0a0a', '20251231T235959-ffffff', '20260101T000000-0b0b0b'];
const asked = { environment: 'prod', account: 'deployer@%', couldNot: couldNot.endOrphaned(), schema: 'shop' };
const create = 'CREATE PROCEDURE `shop`.`p`() DO 1';

/**
 * Creates sessions with the numbers 1, 2, …, over a list of processes from which KILL removes; session 2 loses its
 * connection.
 */
function makeServer(processes: readonly Row[]) {
  let left = processes;
  let opened = 0;
  const sent: string[] = [];
  const sessions = new TargetSessions(() => {
    const connectionId = ++opened;
    const answer = (sql: string): readonly Row[] | ReturnType<typeof refusal> => {
      sent.push(sql);
      if (connectionId === 2) return refusal(2013, 'gone', true);
      const killed = / KILL (\d+)$/.exec(sql)?.[1];
      if (killed !== undefined) left = left.filter(({ Id }) => Id !== Number(killed));
      return sql.endsWith('SHOW FULL PROCESSLIST') ? [row(connectionId, sql), ...left] : [];
    };
    return Promise.resolve(succeed(memorySession(answer, { ...mysqlFacts, connectionId })));
  });
  sessions.markAs(ours);
  return { sessions, sent, killed: () => processes.filter((one) => !left.includes(one)).map(({ Id }) => Id) };
}

function row(id: number, info: string | null, user = 'deployer'): Row {
  return { Id: id, User: user, Host: 'here', db: null, State: '', Info: info };
}

describe('a statement that was left running', () => {
  it('is ended where our connection was lost, and only there', async () => {
    const { sessions, killed } = makeServer([
      row(2, `/* sproc ${ours} */ ${create}`),
      row(3, `/* sproc ${ours} */ ${create}`),
      row(4, create),
      row(5, `/* sproc ${another} */ ${create}`),
      row(6, null),
    ]);
    for (const lane of [0, 1]) {
      const session = expectOk(await sessions.get('worker', null, lane));
      await session.query(create);
    }
    expectOk(await endLostStatements(sessions, asked));
    assert.deepEqual(killed(), [2]);
  });

  it('is not that of somebody who got the number of our lost connection', async () => {
    const { sessions, killed } = makeServer([row(2, create)]);
    for (const lane of [0, 1]) await expectOk(await sessions.get('worker', null, lane)).query(create);
    expectOk(await endLostStatements(sessions, asked));
    assert.deepEqual(killed(), []);
  });

  it('is looked for only where a connection was lost', async () => {
    const { sessions, sent } = makeServer([row(9, `/* sproc ${ours} */ ${create}`)]);
    await expectOk(await sessions.get('worker')).query(create);
    expectOk(await endLostStatements(sessions, asked));
    assert.deepEqual(sent, [`/* sproc ${ours} */ ${create}`]);
  });

  it('is ended where a dead deployment has sent it, but for its guard', async () => {
    const { sessions, killed } = makeServer([
      row(11, `/* sproc ${dead} */ ${create}`),
      row(12, `/* sproc ${dead} */ CALL q()`),
      row(13, `/* sproc ${dead} guard */ SET GLOBAL automatic_sp_privileges = 1`),
      row(14, `SELECT '/* sproc ${dead} */'`),
      row(15, `/* sproc ${another} */ ${create}`),
      row(16, create),
    ]);
    expectOk(await endStatementsOf(dead, sessions, asked));
    assert.deepEqual(killed(), [11, 12]);
  });

  it('of another account is waited for, and named where it does not end', async () => {
    const { sessions, killed } = makeServer([row(11, `/* sproc ${dead} */ ${create}`, 'other')]);
    const ended = await onFakeClock(() => endStatementsOf(dead, sessions, asked));
    assert.match(ended.ok ? '' : ended.error.message, /^Connection 11 of other still runs a statement/);
    assert.deepEqual(killed(), []);
  });
});

describe('the mark of a statement', () => {
  it('is in front of each statement of a packet', async () => {
    const { sessions, sent } = makeServer([]);
    await expectOk(await sessions.get('worker')).queryMany(['DO 1', 'DO 2']);
    assert.deepEqual(sent, [`/* sproc ${ours} */ DO 1`, `/* sproc ${ours} */ DO 2`]);
  });

  it('names the guard as such', async () => {
    const { sessions, sent } = makeServer([]);
    await expectOk(await sessions.get('guard')).query('DO 1');
    assert.deepEqual(sent, [`/* sproc ${ours} guard */ DO 1`]);
  });

  it('is that of the deployment which is settled, for as long', async () => {
    const { sessions, sent } = makeServer([]);
    const session = expectOk(await sessions.get('worker'));
    await sessions.settling(dead, () => session.query('DO 1'));
    await session.query('DO 2');
    assert.deepEqual(sent, [`/* sproc ${dead} */ DO 1`, `/* sproc ${ours} */ DO 2`]);
  });

  it('never holds an id that is not of our form, as a forged ledger may have it', async () => {
    const { sessions, sent } = makeServer([]);
    const session = expectOk(await sessions.get('worker'));
    await sessions.settling('*/ DROP DATABASE shop; /*', () => session.query('DO 1'));
    assert.deepEqual(sent, [`/* sproc ${ours} */ DO 1`]);
  });
});

/** Runs work whose waits take no time: the clock advances whenever it waits. */
async function onFakeClock<T>(work: () => Promise<T>): Promise<T> {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  try {
    const progress = { done: false };
    const working = work().finally(() => (progress.done = true));
    while (!progress.done) {
      await new Promise(setImmediate);
      mock.timers.tick(50);
    }
    return await working;
  } finally {
    mock.timers.reset();
  }
}
