/** The marks at the right edge of a row: a letter and a colour of the theme, as VS Code has them for files. */
import type { Stage } from '#engine';

export interface Marks {
  /** True for a text that no version has. */
  readonly changed?: boolean;
  /** The environments where it drifted. */
  readonly drifted?: readonly string[];
  /** The lines of its definition, for the errors there. */
  readonly source?: { readonly uri: string; readonly line: number; readonly endLine: number };
  /** The stage of an environment. */
  readonly stage?: Stage;
}

export interface Decoration {
  readonly badge?: string;
  readonly tooltip: string;
  /** Id of a theme colour. */
  readonly color: string;
}

/** Returns the decoration, the gravest mark first; null for none. */
export function decorate({ changed, drifted = [], stage }: Marks, errors: number): Decoration | null {
  if (stage !== undefined) return stages[stage];
  const all: readonly (Required<Decoration> | null)[] = [
    errors === 0 ? null : { badge: 'E', tooltip: printErrors(errors), color: 'list.errorForeground' },
    drifted.length === 0
      ? null
      : { badge: '!', tooltip: `drifted on ${drifted.join(', ')}`, color: 'list.warningForeground' },
    changed === true
      ? { badge: 'M', tooltip: 'changed since its newest version', color: 'gitDecoration.modifiedResourceForeground' }
      : null,
  ];
  const given = all.filter((mark) => mark !== null);
  const [gravest] = given;
  if (gravest === undefined) return null;
  return {
    badge: given
      .map(({ badge }) => badge)
      .join('')
      .slice(0, mostLetters),
    tooltip: given.map(({ tooltip }) => tooltip).join(', '),
    color: gravest.color,
  };
}

/** VS Code shows no longer badge. */
const mostLetters = 2;

function printErrors(errors: number): string {
  return errors === 1 ? '1 error' : `${errors} errors`;
}

/** The colours of stages: production alone has one, so that it is noticed. */
const stages: Readonly<Record<Stage, Decoration | null>> = {
  DEVELOPMENT: null,
  TESTING: null,
  PRODUCTION: { tooltip: 'PRODUCTION', color: 'charts.red' },
};
