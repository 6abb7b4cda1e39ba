/** Strategy: plain CREATE, where nothing stands yet. */
import { renderBlueprint, renderSettings, renderUse } from '../steps/blueprint';
import type { Strategy } from './strategy';

export const create: Strategy = {
  name: 'create',
  suits: ({ before, after }) => before === null && after !== null,
  render: ({ after }) => ({
    kind: 'statements',
    settings: after === null ? null : renderSettings(after),
    around: null,
    statements: after === null ? [] : [...renderUse(after), renderBlueprint(after)],
    grants: [],
  }),
  hazards: () => [],
};
