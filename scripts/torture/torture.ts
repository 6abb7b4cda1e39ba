/**
 * `npm run torture [-- --kills N --seed S --only mysql|mariadb]`: deployments are killed and hindered in every way; nothing
 * may be lost. `SPROC_TORTURE_CROWD=N` adds so many procedures.
 */
import { parseArgs } from 'node:util';
import { flavors } from '../servers/flavor';
import { ThrowawayServer } from '../servers/throwaway-server';
import { runCampaign } from './campaign';
import { Deployers } from './deployers';

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { kills: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' } },
  });
  const chosen = flavors.filter((flavor) => values.only === undefined || flavor === values.only);
  if (chosen.length === 0)
    throw new Error(`usage: npm run torture -- [--only ${flavors.join('|')}] [--kills N] [--seed S]`);
  const [kills, seed] = [Number(values.kills ?? 300), Number(values.seed ?? Date.now() % 100_000)];
  const deployers = new Deployers();
  let losses = 0;
  for (const flavor of chosen) {
    const server = await ThrowawayServer.start({ flavor, durable: true });
    const report = await runCampaign(server, deployers, { kills, seed, seconds: Infinity });
    process.stdout.write(report.print());
    losses += report.losses.length;
    await server.stop();
  }
  deployers.close();
  return losses === 0 ? 0 : 1;
}

main(process.argv.slice(2))
  .then((code) => process.exit(code))
  .catch((problem: unknown) => {
    console.error(problem);
    process.exit(1);
  });
