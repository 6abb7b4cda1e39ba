/** Passwords are sent to the intended servers only. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Editor } from './editor';
import type { Attack, Family, Field } from './family';
import { startHostileServer, type HostileMode } from './hostile-server';
import { leadTo, ownAddress } from './own-address';

const secret = 'Xq7-s3cret';

const attacks: readonly Attack[] = [
  ...(['rsa', 'sha256'] as const).flatMap((mode) =>
    (['off', 'preferred'] as const).map((tls): Attack => ({
      row: '33',
      name: `A server without TLS on another address asks for the password by RSA: ${mode}, tls ${tls}`,
      expect: 'Refused with a sentence that names the setting; the password does not arrive.',
      short: tls === 'preferred' && mode === 'rsa',
      run: async (field) => {
        const address = ownAddress();
        const { evidence } = field;
        await withServer(mode, async ({ port, log }) => {
          const way = await leadTo(port, address);
          const run = await askStatus(field, { host: address, port: way.port, tls });
          evidence.exits(run, 2, 69, 77);
          evidence.says(run, /tls|public key/i);
          expectNoPassword(field, log);
          way.close();
        });
      },
    })),
  ),
  ...(['clear-password', 'dialog', 'infile'] as const).map((mode): Attack => ({
    row: mode === 'infile' ? '30' : '32',
    name: `A server asks for more than it is due: ${mode}`,
    expect: 'Refused with a sentence; neither the password nor a file arrives.',
    run: async (field) => {
      const { evidence } = field;
      await withServer(mode, async ({ port, log }) => {
        const run = await askStatus(field, { host: '127.0.0.1', port });
        evidence.exits(run, 2, 69, 77);
        evidence.saysNot(run, /TODO/);
        expectNoPassword(field, log);
        evidence.note(!log.some((line) => line.startsWith('file ')), 'no file arrives');
      });
    },
  })),
  {
    row: '78',
    name: 'SPROC_HOST_<ENV> names another server than sproc.json',
    expect: 'Exit 77 before anything is connected to.',
    run: async (field) => {
      const { scene, evidence } = field;
      await withServer('rsa', async ({ port, log }) => {
        writeProject(field, { host: '127.0.0.1', port });
        const variables = { SPROC_PASSWORD_DEV: secret, SPROC_HOST_DEV: 'db.example.com:3306' };
        for (const line of ['status dev', 'deploy dev --yes', 'history dev', 'check --env dev', 'import dev'])
          evidence.exits(await scene.sproc(line, { variables }), 77);
        evidence.equal(log, [], 'nobody connected');
        const fitting = { ...variables, SPROC_HOST_DEV: `127.0.0.1:${port}` };
        await scene.sproc('status dev', { variables: fitting });
        evidence.note(log.length > 0, 'the server that is named is connected to');
      });
    },
  },
  {
    row: '78',
    name: 'CI is set and SPROC_HOST_<ENV> is not',
    expect: 'One warning in a run.',
    run: async (field) => {
      const { scene, evidence } = field;
      await withServer('close-at-once', async ({ port }) => {
        writeProject(field, { host: '127.0.0.1', port });
        const run = await scene.sproc('status dev', { variables: { SPROC_PASSWORD_DEV: secret, CI: 'true' } });
        evidence.equal(run.err.match(/SPROC_HOST_DEV/g)?.length ?? 0, 1, 'one warning');
      });
    },
  },
  {
    row: '78',
    name: 'The editor has stored a password, and sproc.json changes its host, port or user',
    expect: 'The server that was never agreed to gets no password.',
    run: tryStoredPassword,
  },
  {
    row: '79',
    name: 'passwordCommand that fails with the secret on both outputs, that sleeps, that prints controls',
    expect: 'Exit 77 without the secret; no process outlives its time limit.',
    run: async (field) => {
      const { scene, evidence } = field;
      await withServer('close-at-once', async ({ port }) => {
        const commands = [
          `echo ${secret}; echo ${secret} >&2; exit 3`,
          `sh -c 'sleep 40 & echo $! > ../pid; wait' & sleep 40`,
          `printf 'a\\000b\\033[31m'; exit 1`,
        ];
        for (const passwordCommand of commands) {
          writeProject(field, { host: '127.0.0.1', port, passwordCommand });
          const run = await scene.sproc('status dev', { variables: {} });
          evidence.exits(run, 77);
          evidence.saysNot(run, new RegExp(secret));
          evidence.saysNoOrders(run);
        }
        const pid = path.join(scene.root, 'pid');
        evidence.note(existsSync(pid), 'the child was started');
        await pause(300);
        evidence.note(!isAlive(Number(readFileSync(pid, 'utf8'))), 'the child has ended');
      });
    },
  },
  {
    row: '80',
    name: 'A password in sproc.json, also in a URL',
    expect: 'Exit 78; the password is not repeated.',
    run: async ({ scene, evidence }) => {
      const environment = { host: '127.0.0.1', user: 'u', stage: 'DEVELOPMENT' };
      for (const change of [{ password: secret }, { host: `mysql://u:${secret}@db` }, { pwd: secret }]) {
        scene.writeProject({ environments: { dev: { ...environment, ...change } } });
        const run = await scene.sproc('check');
        evidence.exits(run, 78);
        evidence.saysNot(run, new RegExp(secret));
      }
    },
  },
  {
    row: '25',
    name: 'Two environments whose password variables are one',
    expect: 'Exit 78.',
    run: async ({ scene, evidence }) => {
      const environment = { host: '127.0.0.1', user: 'u', stage: 'DEVELOPMENT' };
      scene.writeProject({ environments: { 'prod-eu': environment, prod_eu: environment } });
      evidence.exits(await scene.sproc('check'), 78);
    },
  },
];

export const secrets: Family = { name: 'secrets', attacks };

interface Listening {
  readonly port: number;
  readonly log: readonly string[];
}

async function withServer(mode: HostileMode, act: (server: Listening) => Promise<void>): Promise<void> {
  const server = await startHostileServer(mode);
  try {
    await act(server);
  } finally {
    await server.close();
  }
}

function writeProject({ scene }: Field, environment: object): void {
  const dev = { user: 'root', stage: 'DEVELOPMENT', ...environment };
  scene.writeProject({ environments: { dev } });
  scene.write('sql/p.sql', 'CREATE PROCEDURE p() SELECT 1;\n');
}

async function askStatus(field: Field, environment: object): ReturnType<Field['scene']['sproc']> {
  writeProject(field, environment);
  return field.scene.sproc('status dev', { variables: { SPROC_PASSWORD_DEV: secret } });
}

function expectNoPassword({ evidence }: Field, log: readonly string[]): void {
  evidence.note(!log.some((line) => line.includes(secret)), 'the password does not arrive');
}

/**
 * Tries the secret storage, which answers as an editor's does: with the secret that was stored for exactly this
 * question.
 */
async function tryStoredPassword(field: Field): Promise<void> {
  const { scene, evidence } = field;
  await withServer('rsa', async (trusted) => {
    await withServer('rsa', async (stranger) => {
      writeProject(field, { host: '127.0.0.1', port: trusted.port });
      let agreed: string | null = null;
      const editor = await Editor.open(scene, {
        isTrusted: true,
        password: (question) => {
          agreed ??= JSON.stringify(question);
          return JSON.stringify(question) === agreed ? secret : null;
        },
      });
      const ask = (): Promise<unknown> =>
        editor.ask('sproc/status', { project: editor.project, environments: ['dev'] });
      await ask();
      evidence.note(
        trusted.log.some((line) => line.includes(secret)),
        'the agreed server gets the password',
      );
      const before = trusted.log.length;
      for (const change of [{ port: stranger.port }, { port: stranger.port, host: 'localhost' }]) {
        writeProject(field, { host: '127.0.0.1', ...change });
        const changes = [{ uri: editor.uriOf('sproc.json'), type: 2 }];
        await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
        await pause(500);
        await ask();
      }
      writeProject(field, { host: '127.0.0.1', port: trusted.port, user: 'admin' });
      const changes = [{ uri: editor.uriOf('sproc.json'), type: 2 }];
      await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
      await pause(500);
      await ask();
      evidence.note(!stranger.log.some((line) => line.includes(secret)), 'the other server does not');
      const later = trusted.log.slice(before);
      evidence.note(!later.some((line) => line.includes(secret)), 'nor does another user of the agreed one');
      await editor.close();
    });
  });
}

/** Returns true for a living process; one that has ended and was not yet awaited by its parent is not. */
function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    const status = `/proc/${id}/status`;
    return !existsSync(status) || !/^State:\s+Z/m.test(readFileSync(status, 'utf8'));
  } catch {
    return false;
  }
}
