/** Strategy: CREATE OR REPLACE, in one statement and with the grants kept: MariaDB for all kinds, MySQL for views. */
import type { ServerFacts } from '../../../database/connection/session';
import type { DeployedObject } from '../steps/plan';
import { renderTargetDefinition, renderSettings, renderUse, type TargetDefinition } from '../steps/target-definition';
import type { Strategy } from './strategy';

export const orReplace: Strategy = {
  name: 'or-replace',
  suits: ({ before, after, server }) =>
    before !== null &&
    after !== null &&
    (after.routine.key.kind === 'view' ||
      (server.dialect === 'mariadb' && server.version >= 100_104 && isOnSameTable(before, after, server))),
  render: ({ after }) => ({
    kind: 'statements',
    settings: after === null ? null : renderSettings(after),
    around: null,
    statements: after === null ? [] : [...renderUse(after), renderTargetDefinition(after, { orReplace: true })],
    grants: [],
  }),
  hazards: () => [],
};

/** Returns false for a trigger of another table, where OR REPLACE does not find the existing one (error 1360). */
function isOnSameTable({ live }: DeployedObject, { routine }: TargetDefinition, { foldsNames }: ServerFacts): boolean {
  const [from, to] = [live.routine, routine].map((one) => one.origin.definition.trigger?.table.name.text ?? '');
  return foldsNames === true ? from?.toLowerCase() === to?.toLowerCase() : from === to;
}
