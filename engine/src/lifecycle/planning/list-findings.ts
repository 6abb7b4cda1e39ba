/** A plan's findings with the hazards of its steps, for those who do not see the steps. */
import { printKey } from '../../routine/routine';
import type { Finding } from '../answers/finding';
import { warn } from './findings';
import type { Plan } from './steps/plan';

export function listFindings({ findings, targets }: Plan): readonly Finding[] {
  const hazards = targets.flatMap(({ label, steps }) =>
    steps.flatMap(({ logical, hazards: all }) =>
      all.map((message) => warn('hazard', `${printKey(logical)} on ${label}: ${message}`, '')),
    ),
  );
  return [...findings, ...hazards];
}
