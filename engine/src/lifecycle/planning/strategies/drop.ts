/** Strategy: plain DROP of a routine. */
import { quoteName } from '../../../syntax/quoting';
import type { RoutineKey } from '../../../routine/routine';
import { renderModeFor } from '../steps/needed-mode';
import type { Strategy } from './strategy';

export const drop: Strategy = {
  name: 'drop',
  suits: ({ before, after }) => before !== null && after === null,
  render: ({ key }) => ({
    kind: 'statements',
    settings: renderModeFor(key),
    around: null,
    statements: [renderDrop(key)],
    grants: [],
  }),
  hazards: ({ before }) => {
    const grants = before?.grants?.length ?? 0;
    return grants === 0 ? [] : [printDroppedGrants(grants)];
  },
};

function printDroppedGrants(count: number): string {
  return count === 1
    ? 'Its 1 grant is dropped with it, and is saved in the ledger.'
    : `Its ${count} grants are dropped with it, and are saved in the ledger.`;
}

export function renderDrop({ kind, schema, name }: RoutineKey): string {
  return `DROP ${kind.toUpperCase()} ${quoteName(schema)}.${quoteName(name)}`;
}
