/** A plan's findings with the hazards of its steps, for those who do not see the steps. */
import type { Finding } from '../answers/finding';
import { warn } from './findings';
import type { Plan } from './steps/plan';

export function listFindings({ findings, targets }: Plan): readonly Finding[] {
  const hazards = targets.flatMap(({ label, steps }) =>
    steps.flatMap(({ name, hazards: all }) =>
      all.map((message) => warn('hazard', `${name} on ${label}: ${message}`, '')),
    ),
  );
  return [...findings, ...hazards];
}
