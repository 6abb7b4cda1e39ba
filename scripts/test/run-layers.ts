/** Runs the layers of tests one after another: all, or those of `--only units,live`. Prints the counts last. */
import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { layers, type Layer } from './layers';
import { endCommands, runCommand } from './run-command';
import { judgePledge, printPledges, readPledges } from './promises';
import { startServers } from './server-ports';
import { readGivenServers } from './given-servers';
import { freshEventFile, printFailures, printSkipped, readTestEvents, tally, type TestEvent } from './test-events';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const onGiven = readGivenServers().length > 0;
/** True in CI, where everything is available, so that no test may be skipped; given servers may lack something. */
const strict = process.env['CI'] === 'true' && !onGiven;
let interrupted = false;
const nothing: Counts = { passed: 0, failed: 0, skipped: 0 };
const buildMinutes = 5;

async function main(args: readonly string[]): Promise<void> {
  const chosen = chooseLayers(args);
  let total = nothing;
  for (const layer of chosen) {
    console.log(`\n== ${layer.name}: ${layer.about}`);
    const begun = performance.now();
    const counts = await runLayer(layer);
    if (interrupted) return;
    console.log(`== ${layer.name}: ${print(counts)}, ${printDuration(performance.now() - begun)}`);
    total = add(total, counts);
  }
  total = add(total, judgePledges(chosen));
  const good = total.failed === 0 && total.passed > 0;
  // The failures are repeated at the end, for a reader of the last lines only.
  await writeLast(`${printSkipped(seen)}${printFailures(seen)}\n${print(total)}\n`);
  process.exit(good ? 0 : 1);
}

function chooseLayers(args: readonly string[]): readonly Layer[] {
  const { values } = parseArgs({ args: [...args], options: { only: { type: 'string' } } });
  if (values.only === undefined) return onGiven ? layers.filter(({ name }) => name === 'live') : layers;
  const names = values.only.split(',');
  const unknown = names.filter((name) => !layers.some((layer) => layer.name === name));
  if (unknown.length > 0)
    throw new Error(`no such layer: ${unknown.join(', ')}; there are ${layers.map(({ name }) => name).join(', ')}`);
  return layers.filter(({ name }) => names.includes(name));
}

async function runLayer(layer: Layer): Promise<Counts> {
  const reason = await layer.missing();
  if (reason !== undefined) return skip(`${layer.name} cannot run on this machine: ${reason}`);
  if (layer.product !== undefined && !(await make(layer.product))) return fail(`npm run ${layer.product} failed`);
  const events = freshEventFile(layer.name);
  const env = { SPROC_TEST_EVENTS: events, ...(layer.servers ? await servers() : {}) };
  const code = await runCommand(process.execPath, layer.command, { env, minutes: layer.minutes });
  const told = readTestEvents(events);
  seen.push(...told);
  const { complete, ...counts } = tally(told);
  if (!complete) return add(counts, fail('the tests did not end'));
  if (counts.passed + counts.failed + counts.skipped === 0) return fail('there are no tests');
  if (code !== 0 && counts.failed === 0)
    return add(counts, fail(`the tests passed, but ended with ${code ?? 'a signal'}`));
  if (counts.skipped > 0 && strict)
    return add({ ...counts, skipped: 0 }, fail('in CI nothing may be skipped', counts.skipped));
  return counts;
}

function skip(reason: string): Counts {
  if (strict) return fail(`${reason}; in CI nothing may be skipped`);
  console.log(reason);
  return { ...nothing, skipped: 1 };
}

function fail(reason: string, failed = 1): Counts {
  console.log(`FAILED: ${reason}`);
  return { ...nothing, failed };
}

/** Prints every promise; one that was not tried counts only if all layers ran. */
function judgePledges(chosen: readonly Layer[]): Counts {
  const pledges = readPledges();
  console.log(`\n${printPledges(pledges, seen)}`);
  const unproven = pledges.filter((pledge) => judgePledge(pledge, seen) !== 'kept');
  const isAll = strict && chosen.length === layers.length;
  return isAll && unproven.length > 0 ? fail('promises without proof', unproven.length) : nothing;
}

const seen: TestEvent[] = [];

const made = new Map<string, Promise<boolean>>();

/** Makes a product once, however many layers need it. */
function make(product: string): Promise<boolean> {
  const known =
    made.get(product) ??
    runCommand('npm', ['run', '--silent', product], { minutes: buildMinutes }).then((code) => code === 0);
  made.set(product, known);
  return known;
}

let started: ReturnType<typeof startServers> | undefined;

function servers(): ReturnType<typeof startServers> {
  started ??= startServers();
  return started;
}

function add(left: Counts, right: Counts): Counts {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
  };
}

function print({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function printDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Ends only when the text is out, for a pipe takes it in pieces. */
function writeLast(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(name, () => {
    interrupted = true;
    void endCommands().finally(() => process.exit(128 + constants.signals[name]));
  });

main(process.argv.slice(2)).catch(async (problem: unknown) => {
  console.error(problem instanceof Error ? problem.message : problem);
  await endCommands();
  await writeLast(`\n${print({ ...nothing, failed: 1 })}\n`);
  process.exit(1);
});
