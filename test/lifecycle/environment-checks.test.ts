/** The checks of preflight beside the plan that need no server. */
import assert from 'node:assert/strict';
import { findObstacles } from '../../engine/src/lifecycle/preflight/environment-checks';
import { TargetSessions } from '../../engine/src/lifecycle/target/target-sessions';
import type { OpenTarget } from '../../engine/src/lifecycle/target/target-at-work';
import { succeed } from '../../engine/src/base/result';
import { memorySession, refusal } from '../support/memory-session';

/** Returns the codes of the findings for a server with this cipher and this error of its ledger. */
async function codesOf(host: string, cipher: string, errno: number | null = null): Promise<readonly string[]> {
  const session = memorySession((sql) => {
    if (sql.includes('Ssl_cipher')) return [{ Variable_name: 'Ssl_cipher', Value: cipher }];
    return sql.startsWith('INSERT') && errno !== null ? refusal(errno) : [];
  });
  const target = { host, port: 3306, socket: null, user: 'u', schema: 'shop', tls: 'preferred', ca: null };
  const open = {
    environment: { name: 'prod', ledgerSchema: 'sproc' },
    target,
    label: 'db1:3306/shop',
    ledgerKey: null,
    sessions: new TargetSessions(() => Promise.resolve(succeed(session))),
  } as unknown as OpenTarget;
  return (await findObstacles(open, [], 3_000_000)).map(({ code }) => code);
}

describe('preflight looks at the wire and the ledger', () => {
  it('warns of a connection that is not encrypted, but not on one’s own machine', async () => {
    assert.deepEqual(await codesOf('db1', ''), ['not-encrypted']);
    assert.deepEqual(await codesOf('db1', 'TLS_AES_256_GCM_SHA384'), []);
    for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1']) assert.deepEqual(await codesOf(host, ''), []);
    assert.deepEqual(await codesOf('127.example.com', ''), ['not-encrypted']);
  });

  it('tells a full ledger, and leaves what other checks tell to them', async () => {
    for (const full of [1021, 1026, 1030, 1114])
      assert.deepEqual(await codesOf('localhost', '', full), ['ledger-full']);
    for (const other of [1044, 1142, 1146, 1290]) assert.deepEqual(await codesOf('localhost', '', other), []);
  });
});
