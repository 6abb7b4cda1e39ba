/**
 * A short torture: deployments killed at fault points and at any time, the other faults in order; `npm run torture` is
 * the long one.
 */
import assert from 'node:assert/strict';
import { runCampaign } from '../../scripts/torture/campaign';
import { Deployers } from '../../scripts/torture/deployers';
import { onEachServer } from '../support/live-servers';

const patienceMs = 120_000;

describe('a deployment that is killed and hindered', () => {
  let deployers: Deployers;
  before(() => {
    deployers = new Deployers();
  });
  after(() => deployers.close());

  onEachServer(
    (server) => {
      it('loses nothing', async function () {
        this.timeout(patienceMs);
        const report = await runCampaign(server.own, deployers, { kills: 15, seed: 1, seconds: 12 });
        assert.deepEqual(report.losses, []);
        assert.ok(report.kills > 0, report.print());
      });
    },
    { own: { durable: true } },
  );
});
