/**
 * The cost of deployments: compared with the plain client, with reading the catalog, over a slow network, in memory.
 * The server is as shipped, on disk at every commit; another one without the disk shows the share of the processors.
 */
import { execFileSync } from 'node:child_process';
import { connectMysql } from '../../engine/src/database/connection/mysql-session';
import { readCatalog } from '../../engine/src/database/read-catalog';
import type { Session } from '../../engine/src/database/connection/session';
import { flavors } from '../servers/flavor';
import { ThrowawayServer, type ThrowawayOptions } from '../servers/throwaway-server';
import { deployBench, makeBenchProject, makeSchema, openBench, type BenchProject } from './bench-project';
import { makeScript } from './make-routines';
import { printLine, printMs, printRatio, timed } from './measure';
import { openSlowWire } from './slow-wire';

const count = 1_000;
/** The best of them counts: others may be at work on the machine. */
const rounds = 5;
/** Each way; a round trip takes twice as long. */
const wireMs = 20;

export async function measureDeploying(): Promise<void> {
  for (const flavor of flavors) {
    await withServer({ flavor, durable: true, binlog: flavor === 'mysql' }, 'as it is shipped', async (server) => {
      await measureNew(server);
      await measureLater(server);
    });
    await withServer({ flavor }, 'that never waits for its disk', async (server) => {
      await measureNew(server);
      await measureWire(server);
      await measureMemory(server);
    });
  }
}

async function withServer(
  options: ThrowawayOptions,
  kind: string,
  measure: (server: ThrowawayServer) => Promise<void>,
): Promise<void> {
  const server = await ThrowawayServer.start({ ...options, args: ['--max-connections=100'] });
  try {
    process.stdout.write(`Deploying to ${options.flavor} ${server.version} ${kind}\n`);
    await measure(server);
  } finally {
    await server.stop();
  }
}

/** Runs a deployment of that project in a separate process, and reports its time and its maximum memory. */
export async function deployAndTell(folder: string): Promise<void> {
  const sproc = await openBench(folder);
  const ms = await timed(() => deployBench(sproc));
  await sproc.close();
  const told: Told = { ms, megabytes: process.resourceUsage().maxRSS / 1024 };
  process.stdout.write(JSON.stringify(told));
}

interface Told {
  readonly ms: number;
  readonly megabytes: number;
}

function deployApart(bench: BenchProject): Told {
  const words = [process.argv[1] ?? '', 'deploy', bench.folder];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' })) as Told;
}

async function measureNew(server: ThrowawayServer): Promise<void> {
  const ms = { client: Infinity, apart: Infinity, editor: Infinity };
  for (let i = 0; i < rounds; i++) {
    const apart = await makeBenchProject(server, `apart_${i}`);
    await apart.write(makeScript(count));
    await makeSchema(server, `piped_${i}`);
    ms.client = Math.min(ms.client, await timed(() => pipe(server, apart.file, `piped_${i}`)));
    ms.apart = Math.min(ms.apart, deployApart(apart).ms);
    await apart.remove();
    ms.editor = Math.min(ms.editor, await measureEditor(server, `editor_${i}`));
  }
  const client = { name: 'the plain client piping the same file', ms: ms.client };
  printRatio(`${print(count)} new routines, plain client`, ms.client, client);
  printRatio('sproc deploy', ms.apart, client);
  printRatio('sproc deploy, sources read before', ms.editor, client);
}

async function measureLater(server: ThrowawayServer): Promise<void> {
  const bench = await makeBenchProject(server, 'bench');
  await bench.write(makeScript(count));
  deployApart(bench);
  await measureChanged(server, bench);
  await bench.write(makeScript(2 * count));
  deployApart(bench);
  await measureStatus(server, bench);
  await bench.remove();
}

/** Measures a deployment from an editor, which has already read the sources. */
async function measureEditor(server: ThrowawayServer, schema: string): Promise<number> {
  const bench = await makeBenchProject(server, schema);
  await bench.write(makeScript(count));
  const sproc = await bench.open();
  await sproc.status({ offline: true });
  const ms = await timed(() => deployBench(sproc));
  await sproc.close();
  await bench.remove();
  return ms;
}

async function measureStatus(server: ThrowawayServer, bench: BenchProject): Promise<void> {
  const sproc = await bench.open();
  await sproc.status({ offline: true });
  let [read, status] = [Infinity, Infinity];
  for (let i = 0; i < rounds; i++) {
    read = Math.min(read, await readBench(server));
    status = Math.min(status, await timed(() => sproc.status({ environments: ['bench'] })));
  }
  printRatio(`sproc status of ${print(2 * count)} routines`, status, { name: 'reading them in bulk', ms: read });
  await sproc.close();
}

async function measureChanged(server: ThrowawayServer, bench: BenchProject): Promise<void> {
  const read = await readBench(server);
  await bench.write(changeScript(makeScript(count), 10));
  const sproc = await bench.open();
  await sproc.status({ offline: true });
  const ms = await timed(() => deployBench(sproc));
  printLine('  sproc deploy, 10 of them changed', ms, `${printMs(ms - read)} over reading the catalog`);
  const again = await timed(() => deployBench(sproc, 'nothing-to-do'));
  printLine('  sproc deploy, nothing to do', again, `${printMs(again - read)} over reading the catalog`);
  await sproc.close();
}

/** Measures reading the whole catalog, lowered, by a new session. */
async function readBench(server: ThrowawayServer): Promise<number> {
  const session = await openSession(server);
  const ms = await timed(() => readCatalog(session, 'bench'));
  await session.close();
  return ms;
}

async function openSession(server: ThrowawayServer): Promise<Session> {
  const place = { host: '127.0.0.1', port: server.port, socket: null, user: 'root', schema: 'bench' };
  const session = await connectMysql({ ...place, tls: 'preferred', ca: null }, null);
  if (!session.ok) throw new Error(session.error.message);
  return session.value;
}

async function measureWire(server: ThrowawayServer): Promise<void> {
  const wire = await openSlowWire(server.port, wireMs);
  const bench = await makeBenchProject(server, 'far', wire.port);
  for (const [what, script] of [
    ['100 new routines', makeScript(100)],
    ['100 replacements', changeScript(makeScript(100), 100)],
  ] as const) {
    await bench.write(script);
    const sproc = await bench.open();
    printLine(`  sproc deploy, ${what}`, await timed(() => deployBench(sproc)), `${wireMs} ms away, each way`);
    await sproc.close();
  }
  await bench.remove();
  wire.close();
}

async function measureMemory(server: ThrowawayServer): Promise<void> {
  const base = await measurePeak(server, 5);
  for (const many of [count, 20 * count]) {
    const kilobytes = (((await measurePeak(server, many)) - base) * 1024) / many;
    process.stdout.write(`  memory of deploying ${print(many)} routines: ${Math.round(kilobytes)} KB each\n`);
  }
}

async function measurePeak(server: ThrowawayServer, many: number): Promise<number> {
  const bench = await makeBenchProject(server, `many_${many}`);
  await bench.write(makeScript(many));
  const { megabytes } = deployApart(bench);
  await bench.remove();
  return megabytes;
}

/** Changes the bodies of the first `many` routines. */
function changeScript(script: string, many: number): string {
  let changed = 0;
  return script.replace(/closes a day|; -- net/g, (found) =>
    changed++ < many ? (found.startsWith('c') ? 'closes one day' : '; -- net of all') : found,
  );
}

function pipe(server: ThrowawayServer, file: string, schema: string): Promise<void> {
  const command = '"$0" --no-defaults -h127.0.0.1 -P"$1" -uroot "$3" < "$2"';
  execFileSync('sh', ['-c', command, server.client, String(server.port), file, schema]);
  return Promise.resolve();
}

function print(many: number): string {
  return many.toLocaleString('en-US');
}
