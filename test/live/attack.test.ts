/** A short attack: hostile folders, forged registries, hostile servers and a forged ledger; `npm run attack` is the long one. */
import assert from 'node:assert/strict';
import { families } from '../../scripts/attack/families';
import { flavorsOf, type Attack } from '../../scripts/attack/family';
import { tryAttack, type Servers } from '../../scripts/attack/run-attacks';
import type { Flavor } from '../../scripts/servers/flavor';
import { onEachServer } from '../support/live-servers';

const short = families.flatMap(({ attacks }) => attacks).filter((attack) => attack.short === true);

describe('an attack', () => {
  const withoutServers: Servers = { server: () => Promise.reject(new Error('It needs no server.')) };
  tryAll(null, withoutServers);

  onEachServer((server) => tryAll(server.flavor, { server: () => Promise.resolve(server) }));
});

function tryAll(flavor: Flavor | null, servers: Servers): void {
  for (const attack of short.filter((each) => flavorsOf(each).includes(flavor)))
    it(tell(attack), async function () {
      this.timeout(60_000);
      const { verdict, got } = await tryAttack(attack, flavor, servers);
      assert.equal(verdict, 'ok', got);
    });
}

function tell({ row, name, expect }: Attack): string {
  return `${row}: ${name}. ${expect}`;
}
