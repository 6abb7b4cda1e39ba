/** Whole files, one after the other: the table of what was listed, missed and invented. */
import { mkdir, writeFile } from 'node:fs/promises';
import { repositoryPath } from '../repository';
import type { Flavor } from '../servers/flavor';
import { ClientRunner } from './client-runner';
import { compareFile, type FileComparison } from './compare-files';
import type { TestFile } from './fetch-suite';
import { dumpFiles, readOwnFiles, readRunnable } from './runnable-files';

interface Row {
  files: number;
  skipped: number;
  listed: number;
  missed: number;
  prepared: number;
  invented: number;
  unseen: number;
  alarms: number;
}

/** Prints a row for each kind of file; what differs goes to out/conformance. */
export async function compareAllFiles(flavor: Flavor, limit: number): Promise<void> {
  const runner = await ClientRunner.start(flavor);
  try {
    process.stdout.write(`\n${flavor} ${runner.server.version}: whole files, as the client runs them\n`);
    process.stdout.write(
      printRow('', [
        'files',
        'routines',
        'missed',
        'invented',
        'errors unseen',
        'false errors',
        'prepared',
        'left out',
      ]),
    );
    const differences: string[] = [];
    for (const [name, files] of [
      ['own files', await readOwnFiles(flavor)],
      ['dumps', await dumpFiles(runner)],
      ['the suites', readRunnable()],
    ] as const) {
      const row = await compareEach(runner, files, limit, differences);
      const { files: count, listed, missed, invented, unseen, alarms, prepared, skipped } = row;
      process.stdout.write(
        printRow(name, [count, listed, missed, invented, unseen, alarms, prepared, skipped].map(String)),
      );
    }
    const folder = repositoryPath('out', 'conformance');
    await mkdir(folder, { recursive: true });
    await writeFile(`${folder}/${flavor}-files.txt`, differences.map((line) => `${line}\n`).join(''));
  } finally {
    await runner.stop();
  }
}

async function compareEach(
  runner: ClientRunner,
  files: Iterable<TestFile> | AsyncIterable<TestFile>,
  limit: number,
  differences: string[],
): Promise<Row> {
  const row: Row = { files: 0, skipped: 0, listed: 0, missed: 0, prepared: 0, invented: 0, unseen: 0, alarms: 0 };
  const { flavor, version } = runner.server;
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number);
  const serverVersion = major * 10_000 + minor * 100 + patch;
  const options = { dialect: flavor, serverVersion, sqlMode: [], schema: null, client: true } as const;
  for await (const { path, text } of files) {
    if (row.files >= limit) break;
    const found = await compareFile(runner, text, options);
    if (!found.isWhole) row.skipped++;
    else count(row, found);
    for (const [what, list] of Object.entries(found))
      if (Array.isArray(list) && list.length > 0) differences.push(`${path}: ${what} ${list.join(', ')}`);
  }
  return row;
}

function count(row: Row, found: FileComparison): void {
  row.files++;
  row.listed += found.listed;
  row.missed += found.missed.length;
  row.prepared += found.prepared.length;
  row.invented += found.invented.length;
  row.unseen += found.unseen.length;
  row.alarms += found.alarms.length;
}

function printRow(name: string, cells: readonly string[]): string {
  return `  ${name.padEnd(12)}${cells.map((cell) => cell.padStart(14)).join('')}\n`;
}
