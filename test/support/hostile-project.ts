/** A stranger's project whose files try to write, to run programs and to connect, and a record of what came of it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

export interface HostileProject {
  readonly root: string;
  /** The variables for a process that is to be recorded. */
  readonly variables: Readonly<Record<string, string>>;
  /** Returns the actions of the processes other than reading: `open /path`. */
  done(): readonly string[];
  /** Returns the number of recorded processes. */
  began(): number;
  /** Returns every file around the project with its text. */
  files(): Readonly<Record<string, string>>;
  connections(): number;
  remove(): Promise<void>;
}

/** `alone`: a folder, and no environment to ask. */
export type HostileRegistry = 'folder' | 'server' | 'alone';

export async function makeHostileProject(registry: HostileRegistry): Promise<HostileProject> {
  const home = mkdtempSync(join(tmpdir(), 'hostile-'));
  const record = join(mkdtempSync(join(tmpdir(), 'record-')), 'record');
  const root = join(home, 'project');
  let connections = 0;
  const listener = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  const port = await listen(listener);
  for (const [file, text] of Object.entries(hostileFiles(registry, port, home))) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return {
    root,
    variables: { RECORD: record, NODE_OPTIONS: `--require ${join(__dirname, 'recorder.cjs')}` },
    done: () => readRecord(record).filter((line) => !line.startsWith('began ')),
    began: () => readRecord(record).filter((line) => line.startsWith('began ')).length,
    files: () => readAll(home),
    connections: () => connections,
    remove: async () => {
      await new Promise((resolve) => listener.close(resolve));
      for (const folder of [home, dirname(record)]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

function hostileFiles(registry: HostileRegistry, port: number, home: string): Readonly<Record<string, string>> {
  const marked = `touch ${join(home, 'RUN')}`;
  const dev = { host: '127.0.0.1', port, user: 'u', schema: 's', stage: 'DEVELOPMENT', passwordCommand: marked };
  return {
    'sproc.json': JSON.stringify({
      schema: 'shop',
      sources: ['sql/**/*.sql'],
      environments: registry === 'alone' ? {} : { dev },
      ...(registry === 'server' && { registry: { environment: 'dev' } }),
    }),
    'sql/a.sql': 'CREATE PROCEDURE a() CALL b();\n',
    'sql/b.sql': 'CREATE PROCEDURE b() SELECT 1;\n',
    '.sproc/pending.json': JSON.stringify({
      versions: [{ textPath: '../../authorized_keys', text: 'FORGED\n', factsPath: '../../facts', facts: '{}' }],
      logs: [{ path: '../../.bashrc', lines: ['FORGED'] }],
    }),
    '.git/HEAD': 'ref: refs/heads/main\n',
    '.git/config': `[core]\n\tfsmonitor = ${marked}\n\thooksPath = hooks\n[alias]\n\tconfig = !${marked}\n`,
    '.git/objects/empty': '',
    '.git/refs/empty': '',
  };
}

function readRecord(file: string): readonly string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function readAll(home: string): Readonly<Record<string, string>> {
  const entries = readdirSync(home, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.sort().map((file) => [relative(home, file), readFileSync(file, 'utf8')]));
}
