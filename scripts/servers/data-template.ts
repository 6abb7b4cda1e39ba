/** An initialised data folder, made once for each version of a server and copied for every throwaway one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cachePath } from './cache';
import { fastOptions, nameOptions, userOption } from './server-options';
import type { ServerProgram } from './server-program';

/** The statements that let root connect over 127.0.0.1 without name resolution; MySQL creates root@localhost only. */
const rootOverTcp = `CREATE USER root@127.0.0.1 IDENTIFIED BY '';
GRANT ALL PRIVILEGES ON *.* TO root@127.0.0.1 WITH GRANT OPTION;
GRANT PROXY ON ''@'' TO root@127.0.0.1 WITH GRANT OPTION;
`;

/** The scripts that make MariaDB's own tables; newer versions name them after MariaDB. */
const systemTables = [
  /^(mysql|mariadb)_system_tables\.sql$/,
  /^(mysql|mariadb)_performance_tables\.sql$/,
  /^(mysql|mariadb)_system_tables_data\.sql$/,
  /^maria_add_gis_sp_bootstrap\.sql$/,
  /^(mysql|mariadb)_sys_schema\.sql$/,
];

/** States whether the server keeps names in lower case; MySQL decides that with its data folder. */
type NameCase = Parameters<typeof nameOptions>[0];

/** Returns the path of a data folder with root and without a password; created on first use, and never incomplete. */
export async function dataTemplate(program: ServerProgram, names: NameCase = {}): Promise<string> {
  const suffix = names.lowersNames === true ? '-lower' : '';
  const template = cachePath('templates', `${program.flavor}-${program.version.replace(/[^\w.-]/g, '_')}${suffix}`);
  if (existsSync(template)) return template;
  process.stderr.write(`sproc: ${program.flavor}: preparing a data folder for ${program.version}\n`);
  await mkdir(path.dirname(template), { recursive: true });
  const draft = await mkdtemp(`${template}.`);
  try {
    await (program.flavor === 'mysql' ? initialiseMySql(program, draft, names) : initialiseMariaDb(program, draft));
    await rename(path.join(draft, 'data'), template).catch((problem: unknown) => {
      if (!existsSync(template)) throw problem; // otherwise another process was faster
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return template;
}

async function initialiseMySql(program: ServerProgram, draft: string, names: NameCase): Promise<void> {
  const data = path.join(draft, 'data');
  const accounts = path.join(draft, 'accounts.sql');
  await writeFile(accounts, rootOverTcp);
  const options = ['--initialize-insecure', `--init-file=${accounts}`, `--datadir=${data}`, '--skip-log-bin'];
  await run(program, [...options, ...nameOptions(names)], '');
  await rm(path.join(data, 'auto.cnf'), { force: true }); // Every copy needs its own identity.
}

async function initialiseMariaDb(program: ServerProgram, draft: string): Promise<void> {
  const data = path.join(draft, 'data');
  await mkdir(data);
  const share = await findShare(program.daemon);
  const names = await readdir(share);
  const scripts = systemTables.map((pattern) => names.find((name) => pattern.test(name)) ?? '');
  const texts = await Promise.all(scripts.map((name) => readFile(path.join(share, name), 'utf8')));
  const sql = ['CREATE DATABASE mysql;', 'USE mysql;', 'SET @auth_root_socket = NULL;', ...texts].join('\n');
  await run(program, ['--bootstrap', `--datadir=${data}`, '--max-allowed-packet=8M', '--net-buffer-length=16K'], sql);
}

/** Returns the folder of MariaDB's SQL scripts, beside the installed server or within the fetched one. */
export async function findShare(daemon: string): Promise<string> {
  const base = path.dirname(path.dirname(daemon));
  const folders = [path.join(base, 'root', 'usr'), base, '/usr'].flatMap((place) => [
    path.join(place, 'share', 'mariadb'),
    path.join(place, 'share', 'mysql'),
  ]);
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => []);
    if (systemTables.every((pattern) => names.some((name) => pattern.test(name)))) return folder;
  }
  throw new Error(`MariaDB's system table scripts were not found near ${daemon}`);
}

async function run(program: ServerProgram, args: readonly string[], input: string): Promise<void> {
  const options = ['--no-defaults', ...args, ...userOption(), ...fastOptions(program.flavor)];
  const child = spawn(program.daemon, options, { stdio: ['pipe', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  child.stdin.on('error', () => undefined); // The log explains why a server ended early.
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${program.flavor} could not initialise a data folder:\n${log.slice(-2000)}`);
}
