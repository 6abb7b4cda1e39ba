/**
 * Strategy: the new CREATE waits in the metadata lock's queue directly after the DROP, so that callers wait a few
 * milliseconds and none fails (MySQL from 8.0.29, which supports CREATE … IF NOT EXISTS for routines). A pending
 * exclusive lock is granted before pending shared ones. So one session holds a shared lock on the routine, DROP and
 * CREATE queue for exclusive ones, and then the first releases: DROP runs, CREATE is next, and the callers that arrived
 * meanwhile wait for both. The dropping session also sends the CREATE, so that if this process dies between the two,
 * the new routine exists.
 */
import { renderShowCreate } from '../../../database/show-create';
import { renderTargetDefinition, renderSettings, renderUse } from '../steps/target-definition';
import { renderDrop } from './drop';
import { giveGrantsBack, grantHazards, keepGrants } from './grants';
import type { Strategy } from './strategy';

export const queued: Strategy = {
  name: 'queued',
  suits: ({ key, before, after, server }) =>
    before !== null &&
    after !== null &&
    (key.kind === 'procedure' || key.kind === 'function') &&
    server.dialect === 'mysql' &&
    server.version >= 80_029,
  render: (change) => {
    const { key, after } = change;
    if (after === null) throw new Error('A replacement needs what is to stand.');
    return {
      kind: 'queued',
      settings: renderSettings(after),
      around: keepGrants(change),
      use: renderUse(after),
      hold: ['START TRANSACTION', renderShowCreate(key)],
      drop: renderDrop(key),
      create: renderTargetDefinition(after, { ifNotExists: true }),
      release: 'COMMIT',
      grants: giveGrantsBack(change),
    };
  },
  hazards: (change) => [
    ...(change.facts.binaryLog
      ? ['Replicas and secondaries run DROP and CREATE one after the other, so calls there may fail for a moment.']
      : []),
    ...grantHazards(change),
  ],
};
