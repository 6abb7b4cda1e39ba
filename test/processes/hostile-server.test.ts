/** The command line against a server that misbehaves: one sentence, its exit code, and an end soon after it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHostileServer, type HostileMode, type HostileServer } from '../../scripts/attack/hostile-server';
import { bundleSproc, sprocProgram } from '../support/sproc-process';

interface Ended {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
  /** Milliseconds from the first word of its answer to its end. */
  readonly lingered: number;
  readonly took: number;
}

describe('sproc against a hostile server', function () {
  this.timeout(30_000);
  let root = '';
  let server: HostileServer | undefined;

  before(bundleSproc);
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'sproc-'))));
  afterEach(async () => {
    await server?.close();
    rmSync(root, { recursive: true, force: true });
  });

  async function status(mode: HostileMode): Promise<Ended> {
    server = await startHostileServer(mode);
    const dev = { stage: 'DEVELOPMENT', host: '127.0.0.1', port: server.port, user: 'root' };
    writeFileSync(join(root, 'sproc.json'), JSON.stringify({ schema: 'shop', environments: { dev } }));
    writeFileSync(join(root, 'a.sql'), 'CREATE PROCEDURE a() SELECT 1;\n');
    return runToItsEnd(['status', 'dev'], root);
  }

  const cases: readonly (readonly [HostileMode, number, RegExp])[] = [
    ['close-mid-query', 69, /connection was lost/],
    ['close-mid-packet', 69, /connection was lost/],
    ['packet-too-large', 2, /max_allowed_packet/],
    ['infile', 2, /asked for a file/],
  ];
  for (const [mode, exit, told] of cases)
    it(`ends soon after its answer: ${mode}`, async () => {
      const ended = await status(mode);
      assert.match(ended.err, told);
      assert.equal(ended.exit, exit, ended.err);
      assert.ok(ended.lingered < 2_000, `It stayed for ${ended.lingered} ms.`);
    });
});

function runToItsEnd(words: readonly string[], folder: string): Promise<Ended> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const env = { PATH: process.env['PATH'], HOME: folder, SPROC_PASSWORD_DEV: 'hunter2' };
    const child = spawn(process.execPath, [sprocProgram, ...words], { cwd: folder, env });
    let [out, err, answeredAt] = ['', '', 0];
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      answeredAt ||= performance.now();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
      answeredAt ||= performance.now();
    });
    child.once('close', (exit) => {
      const now = performance.now();
      resolve({ exit, out, err, lingered: now - answeredAt, took: now - startedAt });
    });
  });
}
