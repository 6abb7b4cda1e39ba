/**
 * `npm run attack [-- --only FAMILY,… --short]`: hostile folders, servers, ledgers and registries against the product as it
 * ships. Prints a table; ends with 1 where something is broken.
 */
import { parseArgs } from 'node:util';
import { runCommand } from '../test/run-command';
import { families } from './families';
import type { Family } from './family';
import { Ground } from './ground';
import { printHeading, printOutcome, printSum } from './print-outcomes';
import { runFamilies, type Outcome } from './run-attacks';

const buildMinutes = 5;

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, short: { type: 'boolean' }, row: { type: 'string' } },
  });
  const chosen = choose(values.only?.split(','), values.row?.split(','));
  if ((await runCommand('npm', ['run', '--silent', 'build'], { minutes: buildMinutes })) !== 0)
    throw new Error('npm run build failed');
  const ground = new Ground();
  const outcomes: Outcome[] = [];
  process.stdout.write(printHeading());
  await runFamilies(chosen, ground, {
    isShort: values.short ?? false,
    onOutcome: (outcome) => {
      outcomes.push(outcome);
      process.stdout.write(printOutcome(outcome));
    },
  });
  await ground.close();
  process.stdout.write(`\n${printSum(outcomes)}\n`);
  return outcomes.length > 0 && outcomes.every(({ verdict }) => verdict !== 'BROKEN') ? 0 : 1;
}

/** Returns the named families, with the attacks of these rows; by default all. */
function choose(names: readonly string[] = families.map(({ name }) => name), rows?: readonly string[]): Family[] {
  const unknown = names.filter((name) => !families.some((family) => family.name === name));
  if (unknown.length > 0)
    throw new Error(`no such family: ${unknown.join(', ')}; there are ${families.map(({ name }) => name).join(', ')}`);
  return families
    .filter(({ name }) => names.includes(name))
    .map((family) => ({ ...family, attacks: family.attacks.filter(({ row }) => rows?.includes(row) ?? true) }));
}

main(process.argv.slice(2))
  .then((code) => process.exit(code))
  .catch((problem: unknown) => {
    console.error(problem);
    process.exit(1);
  });
