/** `npm run conformance`: compares the engine's reading of the servers' own test suites with the servers' verdicts. */
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { repositoryPath } from '../repository';
import { flavors, type Flavor } from '../servers/flavor';
import { compareAllFiles } from './compare-all-files';
import { compareColumns } from './compare-columns';
import { compareLocks } from './compare-locks';
import { compareAccepted, compareMutants, compareRefused, judgeAll, Robustness, type Judged } from './compare-texts';
import { readSuite } from './fetch-suite';
import { Judge } from './judge';
import { readTestFile } from './read-test-file';
import type { Sample } from './sample';
import type { Tally } from './tally';

interface Wishes {
  readonly flavors: readonly Flavor[];
  /** Samples of each suite at most. */
  readonly limit: number;
  /** True to compare whole files only. */
  readonly onlyFiles: boolean;
}

/** The number of mutants of each server's routines. */
const mutantCount = 4000;

async function main(wishes: Wishes): Promise<void> {
  if (!wishes.onlyFiles) await compareStatements(wishes);
  for (const flavor of wishes.flavors) await compareAllFiles(flavor, wishes.limit);
}

async function compareStatements(wishes: Wishes): Promise<void> {
  const samples = await collectSamples(wishes);
  print(
    `${samples.length.toLocaleString('en-US')} distinct statements; in brackets: the goal, and the best figures known before`,
  );
  const judges = await Promise.all(wishes.flavors.map((flavor) => Judge.start(flavor)));
  try {
    const judged = new Map<Judge, readonly Judged[]>();
    for (const judge of judges) judged.set(judge, await judgeAll(judge, samples));
    const refused = refusedByAll([...judged.values()]);
    for (const judge of judges) await compare(judge, judged.get(judge) ?? [], refused, wishes);
  } finally {
    await Promise.all(judges.map((judge) => judge.stop()));
  }
}

async function compare(
  judge: Judge,
  judged: readonly Judged[],
  refused: ReadonlySet<string>,
  { limit }: Wishes,
): Promise<void> {
  print(`\n${judge.dialect} ${judge.server.version}`);
  const robustness = new Robustness();
  const tallies: Record<string, Tally> = {
    accepted: compareAccepted(judged, robustness),
    refused: compareRefused(judged, refused, robustness),
  };
  const mutants = await compareMutants(judge, judged, Math.min(mutantCount, limit), robustness);
  Object.assign(tallies, {
    'mutants-unseen': mutants.seen,
    'mutants-line': mutants.onLine,
    'mutants-false-alarms': mutants.falseAlarms,
    crashes: robustness.crashes,
    slow: robustness.slow,
  });
  Object.assign(tallies, await compareLocks(judge, judged), { columns: await compareColumns(judged) });
  await report(judge.dialect, tallies);
}

/** Returns the texts that every server rejects as syntax. */
function refusedByAll(all: readonly (readonly Judged[])[]): ReadonlySet<string> {
  const sets = all.map(
    (judged) => new Set(judged.flatMap(({ verdict, sample }) => (verdict.kind === 'syntax' ? [sample.text] : []))),
  );
  const [first = new Set<string>(), ...others] = sets;
  return new Set([...first].filter((text) => others.every((set) => set.has(text))));
}

async function collectSamples({ flavors, limit }: Wishes): Promise<readonly Sample[]> {
  const distinct = new Map<string, Sample>();
  for (const flavor of flavors) {
    const before = distinct.size;
    for await (const file of readSuite(flavor)) {
      for (const sample of readTestFile(file)) {
        const key = `${sample.sqlMode ?? ''} ${sample.text.replace(/\s+/g, ' ').toLowerCase()}`;
        if (!distinct.has(key)) distinct.set(key, { ...sample, place: `${flavor}/${sample.place}` });
      }
      if (distinct.size - before >= limit) break;
    }
  }
  return [...distinct.values()];
}

async function report(name: string, tallies: Readonly<Record<string, Tally>>): Promise<void> {
  const folder = repositoryPath('out', 'conformance');
  await mkdir(folder, { recursive: true });
  for (const [topic, tally] of Object.entries(tallies)) {
    print(tally.print());
    await writeFile(`${folder}/${name}-${topic}.txt`, tally.remains.map((line) => `${line}\n`).join(''));
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function readWishes(): Wishes {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, limit: { type: 'string' }, files: { type: 'boolean' } },
  });
  const wanted = flavors.filter((flavor) => values.only === undefined || values.only === flavor);
  const limit = Number(values.limit ?? Infinity);
  if (wanted.length === 0 || !(limit > 0))
    throw new Error('usage: npm run conformance -- [--only mysql|mariadb] [--limit N] [--files]');
  return { flavors: wanted, limit, onlyFiles: values.files === true };
}

void main(readWishes());
