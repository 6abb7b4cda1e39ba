/** Whole files for the command line clients: of the suites those that a client can run, dumps of the example, and the schema sys. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { repositoryPath } from '../repository';
import { cachePath } from '../servers/cache';
import { flavors, type Flavor } from '../servers/flavor';
import { homeSchema, type ClientRunner } from './client-runner';
import { readSuite, type TestFile } from './fetch-suite';

/** Reads our own files, in the styles of the tools that write them. */
export async function readOwnFiles(flavor: Flavor): Promise<readonly TestFile[]> {
  const folder = repositoryPath('test', 'fixtures', 'client-files');
  const names = (await readdir(folder)).filter(
    (name) => !flavors.some((other) => other !== flavor && name.endsWith(`.${other}.sql`)),
  );
  return Promise.all(
    names.sort().map(async (name) => ({ path: name, text: await readFile(path.join(folder, name), 'utf8') })),
  );
}

/**
 * Yields the scripts of both suites that contain only SQL, without the lines that define expectations for mysqltest.
 */
export async function* readRunnable(): AsyncGenerator<TestFile> {
  for (const flavor of flavors)
    for await (const file of readSuite(flavor)) {
      const text = translateDelimiters(file.text).replace(
        /^[ \t]*--[ \t]*(?:error|echo|disable|enable|sorted|replace|source|let)[^\n]*$/gim,
        '',
      );
      if (creates.test(text) && !isForMysqltest(text)) yield { path: `${flavor}/${file.path}`, text };
    }
}

/**
 * Translates DELIMITER lines: mysqltest ends them with the present delimiter, which a client would read as part of the
 * next one.
 */
function translateDelimiters(text: string): string {
  let current = ';';
  return text.replace(/^([ \t]*delimiter[ \t]+)(\S+)[ \t]*$/gim, (line, words: string, next: string) => {
    if (!next.endsWith(current) || next === current) return line;
    current = next.slice(0, -current.length);
    return words + current;
  });
}

const creates = /\bcreate\b[^;]{0,200}\b(?:procedure|function|trigger|event|view)\b/i;

/** Returns true for commands of mysqltest, and for statements that would change the server for later files. */
function isForMysqltest(text: string): boolean {
  return (
    /^[ \t]*--(?! |\t|-|$)/m.test(text) ||
    /^\s*(?:let|eval|evalp|source|connect|connection|disconnect|while|if|inc|dec|echo|error|exec|send|send_eval|reap|die|skip|sleep|real_sleep|query|query_\w+|replace_\w+|sorted_result|disable_\w+|enable_\w+|perl|write_file|append_file|remove_file\w*|copy_file|cat_file|shutdown_server|vertical_results|horizontal_results|save_master_pos|sync_\w+|require|character_set|ping|result|assert|list_files|mkdir|rmdir|chmod|diff_files|dirty_close|start_timer|end_timer|exit|file_exists|force-\w+|lowercase_result|output|partially_sorted_result|reset_connection|change_user|wait_for_slave_to_stop)\b/im.test(
      text,
    ) ||
    /\$\w|\b(?:shutdown|restart|kill|set\s+(?:@@)?(?:global|persist)|set\s+password|install|uninstall|purge|reset|flush|sql_log_bin|change\s+(?:master|replication)|(?:create|drop|alter|rename)\s+user|set\s+(?:default\s+)?role|grant|revoke|lock\s+(?:tables|instance)|sleep|benchmark|get_lock|drop\s+(?:database|schema)\s+(?:if\s+exists\s+)?(?:mysql|sys)|use\s+(?:mysql|sys|information_schema|performance_schema))\b/i.test(
      text,
    )
  );
}

/** Dumps the example on a server of this kind, and `sys`. */
export async function dumpFiles(runner: ClientRunner): Promise<readonly TestFile[]> {
  const { flavor, client } = runner.server;
  const dump = path.join(path.dirname(client), flavor === 'mysql' ? 'mysqldump' : 'mariadb-dump');
  await fetchDumpProgram(dump);
  await runner.run(await readExample());
  const print = async (...schemas: readonly string[]): Promise<string> => {
    const options = `--no-defaults -h127.0.0.1 -P${runner.server.port} -uroot --routines --triggers --events`.split(
      ' ',
    );
    if (flavor === 'mysql') options.push('--set-gtid-purged=OFF');
    const { stdout } = await promisify(execFile)(dump, [...options, '--databases', ...schemas], { maxBuffer: 1e9 });
    return stdout;
  };
  const files = [{ path: 'examples/shop, dumped', text: await print('shop', 'billing', 'audit', 'reporting') }];
  const sys = await print('sys');
  return [...files, { path: 'sys, dumped as another schema', text: sys.replaceAll('`sys`', '`sys_again`') }];
}

/** Fetches the dump program, which Debian has in another package than MariaDB's client. */
async function fetchDumpProgram(command: string): Promise<void> {
  const programs = path.resolve(path.dirname(command), '..', 'root', 'usr', 'bin');
  if (existsSync(path.join(programs, path.basename(command)))) return;
  const script = repositoryPath('scripts', 'conformance', 'get-dump-program.sh');
  await promisify(execFile)('bash', [script, cachePath('work', 'dump-program'), programs]);
}

async function readExample(): Promise<string> {
  const root = repositoryPath('examples', 'shop');
  const texts: string[] = [];
  for (const folder of ['schema', 'routines']) {
    const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    for (const file of files.sort()) texts.push(`USE shop;\n${await readFile(file, 'utf8')}\nDELIMITER ;\n`);
  }
  return texts.join('\n').replace('USE shop;\n', `USE ${homeSchema};\n`);
}
