/**
 * `npx tsx scripts/torture/kill-replacements.ts [--kills N]`: kills so many deployments of a throwaway MySQL while their DROP
 * waits, and prints how long automatic_sp_privileges stayed off and what was left. Ends with 1 where anything was lost.
 */
import { parseArgs } from 'node:util';
import { ThrowawayServer } from '../servers/throwaway-server';
import { Deployers } from './deployers';
import { newText, oldText, ReplacementScene, type Aftermath } from './killed-replacement';

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { kills: { type: 'string' } } });
  const server = await ThrowawayServer.start({ flavor: 'mysql' });
  const deployers = new Deployers();
  const scene = new ReplacementScene(server, deployers, 'killed');
  await scene.open();
  const all: Aftermath[] = [];
  for (let i = 0; i < Number(values.kills ?? 100); i++)
    all.push(await scene.kill({ killAfterMs: (i * 37) % 1_500, commitAfterMs: (i * 53) % 1_300 }));
  await scene.close();
  deployers.close();
  await server.stop();
  return report(all);
}

function report(all: readonly Aftermath[]): number {
  const times = all.map(({ onAfterMs }) => onAfterMs ?? Infinity).sort((a, b) => a - b);
  const count = (isSuch: (one: Aftermath) => boolean): number => all.filter(isSuch).length;
  const late = count(({ onAfterMs }) => onAfterMs === null || onAfterMs > 1_000);
  const missing = count(({ text }) => text !== oldText && text !== newText);
  const refused = count(({ mayCall }) => !mayCall);
  const unrestored = count(({ restored }) => restored !== oldText);
  console.log(
    `${all.length} kills; on again after ${times[times.length >> 1]?.toFixed(1)} ms in the middle, ${times.at(-1)?.toFixed(1)} ms at most`,
  );
  console.log(
    `${late} later than a second, ${missing} without the routine, ${refused} without its grant, ${unrestored} not recovered`,
  );
  console.log(
    `${count(({ text }) => text === newText)} new, ${count(({ text }) => text === oldText)} old before recovery`,
  );
  return late + missing + refused + unrestored === 0 ? 0 : 1;
}

main(process.argv.slice(2))
  .then((code) => process.exit(code))
  .catch((problem: unknown) => {
    console.error(problem);
    process.exit(1);
  });
