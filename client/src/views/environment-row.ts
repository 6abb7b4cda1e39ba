/** The row of an environment: what needs attention there, its stage, and when it was read. */
import { printForEditor, type EnvironmentState, type EnvironmentWarning } from '#protocol';
import { rowKinds } from '../workbench/contributions';
import { printAge, printMoment } from './model/moments';
import type { Row } from './row';

/** Returns the row without its children. */
export function environmentRow(project: string, environment: EnvironmentState, isSelected: boolean, now: Date): Row {
  const { name, stage, protected: isProtected, observed } = environment;
  const readAt = observed === null ? '' : printMoment(new Date(observed.at), now);
  // A narrow view cuts the end off: production is never cut.
  const [first, last] = stage === 'PRODUCTION' ? [stage, ''] : ['', stage];
  const warnings = observed?.warnings ?? [];
  const [gravest] = warnings;
  const words = [...new Set(warnings.map(({ kind }) => shortly[kind]))].join(', ');
  const parts = [words, first, shorten(observed?.summary ?? ''), isSelected ? 'selected' : '', readAt, last];
  return {
    id: `${project}/${name}`,
    project,
    environment: name,
    label: name,
    description: parts.filter((part) => part !== '').join(' · '),
    spoken: [
      words,
      stage,
      isProtected ? 'protected' : '',
      isSelected ? 'selected' : '',
      observed?.summary ?? '',
      readAt === '' ? '' : `read at ${readAt}`,
    ]
      .filter((part) => part !== '')
      .join(', '),
    explain: () => Promise.resolve(explain(environment, new Date())),
    icon:
      gravest === undefined
        ? { icon: isProtected ? 'lock' : 'database', color: null }
        : { icon: 'warning', color: 'list.warningForeground' },
    kind: kindOf(gravest),
    marks: { stage },
  };
}

const shortly: Readonly<Record<EnvironmentWarning['kind'], string>> = {
  interrupted: 'interrupted deployment',
  'ledger-changed': 'ledger changed',
};

function kindOf(warning: EnvironmentWarning | undefined): string {
  if (warning === undefined) return rowKinds.environment;
  return warning.kind === 'interrupted' ? rowKinds.environmentInterrupted : rowKinds.environmentLedgerChanged;
}

/** Returns the two worst states; the tooltip has all. */
function shorten(summary: string): string {
  return summary.split(', ').slice(0, 2).join(', ');
}

function explain(
  { name, stage, targets, audience, protected: isProtected, observed }: EnvironmentState,
  now: Date,
): string {
  const at = observed === null ? null : new Date(observed.at);
  return [
    ...(observed?.warnings ?? []).map(({ message }) => printForEditor(message)),
    `${name}, ${stage}${isProtected ? ', protected: deploying requires its name' : ''}`,
    ...targets,
    `as ${audience.join(', ')}`,
    at === null
      ? 'Not read yet: open it to see its routines.'
      : `Read at ${printMoment(at, now)}, ${printAge(at, now)}; Refresh reads it again.`,
    ...(observed === null || observed.summary === '' ? [] : [observed.summary]),
  ].join('\n');
}
