/**
 * `npm run endurance [-- --redeployments N --only mysql|mariadb --case TEXT]`: each strategy under callers in a loop; what it
 * cost them. A case is named by strategy and kind, such as `replace, trigger`: with --case those that hold the text.
 */
import { parseArgs } from 'node:util';
import { flavors } from '../servers/flavor';
import { ThrowawayServer } from '../servers/throwaway-server';
import { redeploy, strategyCases, type Redeployed, type StrategyCase } from './redeploy';

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { redeployments: { type: 'string' }, only: { type: 'string' }, case: { type: 'string' } },
  });
  const redeployments = Number(values.redeployments ?? 500);
  let isGood = true;
  for (const flavor of flavors.filter((one) => values.only === undefined || one === values.only)) {
    const server = await ThrowawayServer.start({ flavor });
    const wanted = ({ strategy, what, flavors: on }: StrategyCase): boolean =>
      on.includes(flavor) && `${strategy}, ${what}`.includes(values.case ?? '');
    for (const strategyCase of strategyCases.filter(wanted)) {
      const done = await redeploy(server, strategyCase, redeployments);
      process.stdout.write(print(done));
      isGood &&= done.lostGrants === null && done.wrongRows === 0 && (done.hasGap || done.count.failed === 0);
    }
    await server.stop();
  }
  return isGood ? 0 : 1;
}

function print({ flavor, name, redeployments, count, wrongRows, hasGap, lostGrants }: Redeployed): string {
  const errors = [...count.errors].map(([errno, times]) => `${times} x ${errno}`).join(', ');
  return [
    `${flavor} ${name}: ${redeployments} redeployments, ${count.calls.toLocaleString('en-US')} calls, ${count.failed} failed`,
    ...(errors === '' ? [] : [` (${errors})`]),
    ...(hasGap ? [', which the plan tells before'] : ['']),
    `, slowest ${count.slowestMs.toFixed(0)} ms`,
    ...(wrongRows === 0 ? [] : [`, ${wrongRows} WRONG ROWS`]),
    lostGrants === null ? ', grants kept' : `, GRANTS LOST: ${lostGrants}`,
    '\n',
  ].join('');
}

main(process.argv.slice(2))
  .then((code) => process.exit(code))
  .catch((problem: unknown) => {
    console.error(problem);
    process.exit(1);
  });
