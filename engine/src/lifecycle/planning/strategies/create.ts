/** Strategy: plain CREATE of a new routine. */
import { renderTargetDefinition, renderSettings, renderUse } from '../steps/target-definition';
import type { Strategy } from './strategy';

export const create: Strategy = {
  name: 'create',
  suits: ({ before, after }) => before === null && after !== null,
  render: ({ after }) => ({
    kind: 'statements',
    settings: after === null ? null : renderSettings(after),
    around: null,
    statements: after === null ? [] : [...renderUse(after), renderTargetDefinition(after)],
    grants: [],
  }),
  hazards: () => [],
};
