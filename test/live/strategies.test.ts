/** Each strategy under callers in every style: what it promises them holds; `npm run endurance` is the long run. */
import assert from 'node:assert/strict';
import { redeploy, strategyCases } from '../../scripts/torture/redeploy';
import { onEachServer } from '../support/live-servers';

const redeployments = 6;

describe('redeploying under callers', () => {
  onEachServer(
    (server) => {
      for (const strategyCase of strategyCases.filter(({ flavors }) => flavors.includes(server.flavor)))
        it(`${strategyCase.hasGap ? 'counts the failed calls of' : 'fails no call by'} ${strategyCase.strategy}: ${strategyCase.what}`, async () => {
          const { count, lostGrants, wrongRows } = await redeploy(server.own, strategyCase, redeployments);
          assert.equal(lostGrants, null);
          assert.equal(wrongRows, 0);
          assert.ok(count.calls > redeployments, `${count.calls} calls`);
          if (!strategyCase.hasGap) assert.deepEqual([...count.errors], []);
        });
    },
    { own: {} },
  );
});
