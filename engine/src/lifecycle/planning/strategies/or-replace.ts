/** Strategy: CREATE OR REPLACE, in one statement and with the grants kept: MariaDB for all kinds, MySQL for views. */
import { renderTargetDefinition, renderSettings, renderUse } from '../steps/target-definition';
import type { Strategy } from './strategy';

export const orReplace: Strategy = {
  name: 'or-replace',
  suits: ({ before, after, server }) =>
    before !== null &&
    after !== null &&
    (after.routine.key.kind === 'view' || (server.dialect === 'mariadb' && server.version >= 100_104)),
  render: ({ after }) => ({
    kind: 'statements',
    settings: after === null ? null : renderSettings(after),
    around: null,
    statements: after === null ? [] : [...renderUse(after), renderTargetDefinition(after, { orReplace: true })],
    grants: [],
  }),
  hazards: () => [],
};
