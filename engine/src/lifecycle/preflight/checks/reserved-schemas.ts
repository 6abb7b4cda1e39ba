/** Check: nothing goes into a schema of the server's own, or one that Sproc itself makes and drops. */
import { whyReserved } from '../../../routine/reserved-schema';
import type { Check } from './check';
import { stop } from '../../planning/findings';

export const checkReservedSchemas: Check = ({ environment, plan, facts }) =>
  [...new Set(plan.steps.map(({ key }) => key.schema))].flatMap((schema) => {
    const why = whyReserved(schema);
    if (why === null) return [];
    return [
      stop(
        'reserved-schema',
        `Cannot deploy to schema ${schema} of ${facts.label}, because ${why}.`,
        `Name another schema in environment ${environment.name} of sproc.json, or in the source.`,
      ),
    ];
  });
