/** Servers that misbehave: silent, endless, too large, nonsense, poisonous. */
import type { Attack, Family, Field } from './family';
import { hostileModes, startHostileServer, type HostileMode } from './hostile-server';
import { Editor } from './editor';

const mostSeconds = 10;
/** A large catalog may take a real server so long, and Sproc waits for it. */
const mostSecondsOfReading = 62;
const mostMegabytes = 300;

const rows: Readonly<Partial<Record<HostileMode, string>>> = {
  'error-text': '31',
  'hostile-version': '31',
  'clear-password': '32',
  dialog: '32',
  rsa: '33',
  sha256: '33',
  mute: '36',
  'mute-later': '36',
  endless: '37',
  'endless-small': '37',
  hugerow: '38',
  nonsense: '39',
  empty: '39',
  old: '39',
  infile: '30',
  'close-mid-query': '30',
  'close-mid-packet': '30',
  'packet-too-large': '72',
};
const short: readonly HostileMode[] = ['close-mid-query', 'endless', 'hugerow', 'nonsense', 'error-text'];

const attacks: readonly Attack[] = [
  ...hostileModes.map((mode): Attack => ({
    row: rows[mode] ?? '29',
    name: `A hostile server: ${mode}`,
    expect: `One sentence within ${mostSecondsOf(mode)} s, below ${mostMegabytes} MB, and the process ends within 2 s.`,
    short: short.includes(mode),
    run: (field) => tryMode(field, mode),
  })),
  ...(['endless', 'mute'] as const).map((mode): Attack => ({
    row: mode === 'endless' ? '37' : '36',
    name: `The same in an editor: ${mode}`,
    expect: `An answer within ${mostSeconds} s, below ${mostMegabytes} MB; the language server goes on.`,
    run: (field) => tryInEditor(field, mode),
  })),
];

export const hostileServers: Family = { name: 'hostile-servers', attacks };

function mostSecondsOf(mode: HostileMode): number {
  return mode === 'mute-later' ? mostSecondsOfReading : mostSeconds;
}

async function tryMode(field: Field, mode: HostileMode): Promise<void> {
  const { scene, evidence } = field;
  const server = await startHostileServer(mode);
  writeProject(field, server.port);
  const lines =
    mode === 'nonsense' || mode === 'empty' ? ['status dev', 'deploy dev --yes', 'history dev'] : ['status dev'];
  const idle = await scene.sproc('--version');
  for (const line of lines) {
    const run = await scene.sproc(line, { variables: { SPROC_PASSWORD_DEV: 'Xq7-s3cret' }, seconds: 90 });
    evidence.exits(run, 2, 65, 69, 77);
    // Without what a process takes that does nothing.
    const seconds = run.seconds - idle.seconds;
    evidence.note(seconds < mostSecondsOf(mode), `ends within ${mostSecondsOf(mode)} s (${seconds.toFixed(1)} s)`);
    evidence.note((run.megabytes ?? 0) < mostMegabytes, `${run.megabytes?.toFixed(0) ?? '?'} MB`);
    evidence.saysNoOrders(run);
    evidence.note(!/^error: a forged line/m.test(run.said), 'no line of the server');
    evidence.saysNot(run, /undefined|SHOW CREATE UNDEFINED|Sproc has a bug/i);
  }
  evidence.note(!server.log.some((line) => /undefined/i.test(line)), 'sends no undefined');
  await server.close();
}

async function tryInEditor(field: Field, mode: HostileMode): Promise<void> {
  const { scene, evidence } = field;
  const server = await startHostileServer(mode);
  writeProject(field, server.port);
  const editor = await Editor.open(scene, { isTrusted: true, password: () => 'x' });
  const startedAt = performance.now();
  const answer = await editor.ask('sproc/status', { project: editor.project, environments: ['dev'] }, 30);
  const seconds = (performance.now() - startedAt) / 1_000;
  evidence.note(answer !== 'silent' && seconds < mostSeconds, `an answer after ${seconds.toFixed(1)} s`);
  const megabytes = editor.megabytes();
  evidence.note(megabytes === null || megabytes < mostMegabytes, `${megabytes?.toFixed(0) ?? '?'} MB`);
  const next = await editor.ask('sproc/projectState', { project: editor.project }, 5);
  evidence.note(editor.isAlive && next !== 'silent', 'the language server goes on');
  await editor.close();
  await server.close();
}

function writeProject({ scene }: Field, port: number): void {
  const dev = { host: '127.0.0.1', port, user: 'root', stage: 'DEVELOPMENT' };
  scene.writeProject({ environments: { dev } });
  scene.write('sql/p.sql', 'CREATE PROCEDURE p() SELECT 1;\n');
}
