/** Processes that only read end by a signal at once, also while they compute: the parent sees 130 or 143. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { bundleSproc, runSproc, sprocProgram } from '../support/sproc-process';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

describe('a command that only reads', function () {
  this.timeout(120_000);
  let root = '';
  before(bundleSproc);
  beforeEach(function () {
    if (process.platform === 'win32') this.skip();
    root = mkdtempSync(join(tmpdir(), 'signals-'));
    const dev = { stage: 'DEVELOPMENT', host: '127.0.0.1', port: 1, user: 'u', schema: 'shop' };
    writeFileSync(join(root, 'sproc.json'), JSON.stringify({ schema: 'shop', environments: { dev } }));
    writeFileSync(join(root, 'a.sql'), 'CREATE PROCEDURE a() SELECT 1;\n');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  for (const line of [
    ...['check', 'inspect', 'graph', 'versions', 'show a', 'compare workspace registry', 'status'],
    ...['status dev', 'plan dev', 'preflight dev', 'history dev', 'check --env dev'],
  ])
    it(`has nobody listen to the signals that end it: ${line}`, () => {
      const listening = `[${signals.map((name) => `process.listenerCount('${name}')`).join(',')}]`;
      const witness = `data:text/javascript,process.on('exit',()=>process._rawDebug('listening',...${listening}))`;
      const variables = { NODE_OPTIONS: `--import=${witness}`, SPROC_PASSWORD_DEV: 'x' };
      assert.match(runSproc(line, { folder: root, variables }).err, /listening 0 0 0\n$/);
    });

  for (const [line, signal] of [
    ['check', 'SIGTERM'],
    ['inspect', 'SIGINT'],
    ['graph', 'SIGTERM'],
  ] as const)
    it(`ends by ${signal} while it computes: ${line}`, async () => {
      const many = Array.from({ length: 100_000 }, (_, i) => `CREATE PROCEDURE p${i}() CALL p${(i * 7) % 100_000}();`);
      writeFileSync(join(root, 'many.sql'), many.join('\n'));
      const child = spawn(process.execPath, [sprocProgram, ...line.split(' ')], { cwd: root, stdio: 'pipe' });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
      const ended = once(child, 'close');
      while (child.exitCode === null && secondsOfWork(child.pid) < 1.5) await pause(50);
      child.kill(signal);
      assert.deepEqual([await ended, said.slice(0, 100)], [[null, signal], '']);
    });
});

/** Returns the processor time; if the system does not report it, the time since the first call. */
function secondsOfWork(pid: number | undefined): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return process.uptime();
  const [user = '', system = ''] = readFileSync(file, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
    .slice(11);
  return (Number(user) + Number(system)) / 100;
}
