/** Runs a throwaway server until Ctrl+C, for manual tests: `npm run server -- mysql|mariadb [--option…]`. */
import { flavors } from './flavor';
import { ThrowawayServer } from './throwaway-server';

async function main([name, ...args]: readonly string[]): Promise<void> {
  const flavor = flavors.find((known) => known === (name ?? 'mysql'));
  if (!flavor) throw new Error(`usage: npm run server -- ${flavors.join('|')} [--server-option…]`);
  const server = await ThrowawayServer.start({ flavor, args });
  console.log(`${flavor} ${server.version} listens on 127.0.0.1:${server.port}; it ends with Ctrl+C.`);
  console.log(`${server.client} --no-defaults -h 127.0.0.1 -P ${server.port} -u root`);
  setInterval(() => undefined, 60_000);
}

main(process.argv.slice(2)).catch((problem: unknown) => {
  console.error(problem instanceof Error ? problem.message : problem);
  process.exitCode = 1;
});
