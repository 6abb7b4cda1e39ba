/** Check: each text of a head is stored as written; otherwise the verification would fail and undo the step. */
import { findLossyTexts } from '../../../routine/lossy-text';
import { printKindAndKey } from '../../../routine/routine';
import type { Check } from './check';
import { stop } from '../../planning/findings';

export const checkLossyTexts: Check = ({ plan }) =>
  plan.steps.flatMap(({ key, after }) => {
    if (after === null) return [];
    const { definition, parserOptions } = after.routine.origin;
    return findLossyTexts(definition, parserOptions).map(({ problem }) =>
      stop('lossy-text', `${printKindAndKey(key)} would not read back as written. ${problem}`, 'Remove it.'),
    );
  });
