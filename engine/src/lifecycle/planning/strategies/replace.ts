/** Strategy: DROP and CREATE in one packet; the last resort. A trigger's table is locked meanwhile. */
import { quoteName } from '../../../syntax/quoting';
import { renderTargetDefinition, renderSettings, renderUse, restoreTargetDefinition } from '../steps/target-definition';
import type { StepScript } from '../steps/step-script';
import { renderDrop } from './drop';
import { giveGrantsBack, grantHazards, keepGrants } from './grants';
import type { Change, Strategy } from './strategy';

export const replace: Strategy = {
  name: 'replace',
  suits: ({ before, after }) => before !== null && after !== null,
  render: (change) => (change.key.kind === 'trigger' ? renderTriggerSwap(change) : renderSwap(change)),
  hazards: (change) => {
    if (change.key.kind === 'trigger')
      return [
        'Its table is locked briefly during the replacement: writers wait, and no row is processed without the trigger.',
      ];
    return [
      change.key.kind === 'event'
        ? 'A run that is due between DROP and CREATE (about 1 ms) fails. This server offers no less disruptive way.'
        : 'Calls between DROP and CREATE (about 1 ms) fail. This server offers no less disruptive way.',
      ...grantHazards(change),
    ];
  },
};

function renderSwap(change: Change): StepScript {
  const { key, before, after } = change;
  if (after === null || before === null)
    throw new Error('A replacement needs the deployed and the desired definition.');
  const old = restoreTargetDefinition(before.saved, change.server);
  const around = keepGrants(change);
  return {
    kind: 'packet',
    settings: renderSettings(after),
    around,
    statements: [
      ...renderUse(after),
      ...(around === null ? [] : [around.begin]),
      renderDrop(key),
      renderTargetDefinition(after),
    ],
    closing: around === null ? [] : [around.end],
    rescue: old === null ? [] : [renderSettings(old), ...renderUse(old), renderTargetDefinition(old)],
    grants: giveGrantsBack(change),
  };
}

/**
 * Renders a replacement in which rows wait for the lock instead of passing without the trigger; if the new one fails,
 * the old one is restored before they continue.
 */
function renderTriggerSwap(change: Change): StepScript {
  const { key, before, after } = change;
  if (after === null || before === null)
    throw new Error('A replacement needs the deployed and the desired definition.');
  const old = restoreTargetDefinition(before.saved, change.server);
  const tables = [
    ...new Set(
      [old ?? after, after].map(({ routine }) => triggerTable(routine.origin.definition.trigger?.table, key.schema)),
    ),
  ];
  return {
    kind: 'packet',
    settings: renderSettings(after),
    around: null,
    statements: [
      ...renderUse(after),
      `LOCK TABLES ${tables.map((table) => `${table} WRITE`).join(', ')}`,
      renderDrop(key),
      renderTargetDefinition(after),
    ],
    closing: ['UNLOCK TABLES'],
    rescue: old === null ? [] : [renderSettings(old), ...renderUse(old), renderTargetDefinition(old)],
    grants: [],
  };
}

interface WrittenName {
  readonly schema: { readonly text: string } | null;
  readonly name: { readonly text: string };
}

function triggerTable(table: WrittenName | undefined, schema: string): string {
  return `${quoteName(table?.schema?.text ?? schema)}.${quoteName(table?.name.text ?? '')}`;
}
