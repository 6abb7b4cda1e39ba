/** What a deployment of 1,000 routines costs beside the plain client piping the same file, and what comparing costs. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createConnection } from 'mysql2/promise';
import { openProject, type Sproc } from '../../engine/src/engine';
import { nodePorts } from '../../engine/src/node';
import { flavors, type Flavor } from '../servers/flavor';
import { ThrowawayServer } from '../servers/throwaway-server';
import { makeScript, makeTables } from './make-routines';
import { printMs, printRatio, timed } from './measure';

const count = 1_000;

export async function measureDeploying(): Promise<void> {
  for (const flavor of flavors) await measureOn(flavor);
}

async function measureOn(flavor: Flavor): Promise<void> {
  const server = await ThrowawayServer.start({ flavor });
  const folder = await mkdtemp(path.join(tmpdir(), 'sproc-bench-'));
  try {
    process.stdout.write(`Deploying ${count.toLocaleString('en-US')} routines to ${flavor} ${server.version}\n`);
    await makeSchemas(server);
    const file = path.join(folder, 'procedures', 'all.sql');
    await writeProject(folder, file, server);
    const client = { name: 'the plain client piping the file', ms: await timed(() => pipe(server, file)) };
    printRatio('plain client', client.ms, client);
    const sproc = await open(folder);
    printRatio('sproc deploy', await timed(() => deployAll(sproc)), client);
    const read = { name: 'the plain client', ms: client.ms };
    printRatio('sproc compare workspace bench', await timed(() => compareAll(sproc)), read);
    process.stdout.write(
      `  sproc deploy, nothing to do ${printMs(await timed(() => deployAll(sproc, 'nothing-to-do')))}\n`,
    );
    await sproc.close();
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeSchemas(server: ThrowawayServer): Promise<void> {
  const connection = await createConnection(server.connection());
  for (const schema of ['piped', 'bench']) {
    await connection.query(`CREATE DATABASE ${schema}`);
    await connection.query(`USE ${schema}`);
    for (const table of makeTables) await connection.query(table);
  }
  await connection.end();
}

async function writeProject(folder: string, file: string, server: ThrowawayServer): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, makeScript(count));
  const bench = { host: '127.0.0.1', port: server.port, user: 'root', schema: 'bench', stage: 'DEVELOPMENT' };
  const project = {
    dialect: server.flavor,
    schema: 'bench',
    sources: ['procedures/**/*.sql'],
    environments: { bench },
  };
  await writeFile(path.join(folder, 'sproc.json'), JSON.stringify(project));
}

function pipe(server: ThrowawayServer, file: string): Promise<void> {
  execFileSync('sh', [
    '-c',
    '"$0" --no-defaults -h127.0.0.1 -P"$1" -uroot piped < "$2"',
    server.client,
    String(server.port),
    file,
  ]);
  return Promise.resolve();
}

async function open(folder: string): Promise<Sproc> {
  const opened = await openProject(nodePorts(folder, process.env));
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

async function deployAll(sproc: Sproc, expected = 'deployed'): Promise<void> {
  const deployed = await sproc.deploy({ environment: 'bench' });
  if (!deployed.ok) throw new Error(deployed.error.message);
  if (deployed.value.outcome !== expected)
    throw new Error(
      `${deployed.value.outcome}: ${JSON.stringify(deployed.value.steps.find(({ error }) => error !== null))}`,
    );
}

async function compareAll(sproc: Sproc): Promise<void> {
  const compared = await sproc.compare({ left: 'workspace', right: 'bench' });
  if (!compared.ok) throw new Error(compared.error.message);
  if (!compared.value.same) throw new Error(JSON.stringify(compared.value.differences[0]));
}
