/** The row of an environment: what needs attention there, its stage, and when it was read. */
import type { EnvironmentState } from '#protocol';
import { rowKinds } from '../workbench/contributions';
import { printAge, printMoment } from './model/moments';
import type { Row } from './row';

/** Returns the row without its children. */
export function environmentRow(project: string, environment: EnvironmentState, isSelected: boolean, now: Date): Row {
  const { name, stage, protected: isProtected, observed } = environment;
  const readAt = observed === null ? '' : printMoment(new Date(observed.at), now);
  // A narrow view cuts the end off: production is never cut.
  const [first, last] = stage === 'PRODUCTION' ? [stage, ''] : ['', stage];
  const parts = [first, observed?.summary ?? '', readAt, isSelected ? 'selected' : '', last];
  return {
    id: `${project}/${name}`,
    project,
    environment: name,
    label: name,
    description: parts.filter((part) => part !== '').join(' · '),
    spoken: [
      stage,
      isProtected ? 'protected' : '',
      isSelected ? 'selected' : '',
      observed?.summary ?? '',
      readAt === '' ? '' : `read at ${readAt}`,
    ]
      .filter((part) => part !== '')
      .join(', '),
    explain: () => Promise.resolve(explain(environment, new Date())),
    icon: { icon: isProtected ? 'lock' : 'database', color: null },
    kind: rowKinds.environment,
    marks: { stage },
  };
}

function explain(
  { name, stage, targets, audience, protected: isProtected, observed }: EnvironmentState,
  now: Date,
): string {
  const at = observed === null ? null : new Date(observed.at);
  return [
    `${name}, ${stage}${isProtected ? ', protected: deploying requires its name' : ''}`,
    ...targets,
    `as ${audience.join(', ')}`,
    at === null
      ? 'Not read yet: open it to see its routines.'
      : `Read at ${printMoment(at, now)}, ${printAge(at, now)}; Refresh reads it again.`,
    ...(observed === null || observed.summary === '' ? [] : [observed.summary]),
  ].join('\n');
}
