/** The argument of a command: from a row of a view, a code lens, a key binding or a program. */
import type { Bump, VersionStatus } from '#engine';

/** The argument; the person is asked for missing values. */
export interface CommandArgument {
  /** The folder URI; by default the current project. */
  readonly project?: string;
  readonly environment?: string;
  /** `shop.place_order`. */
  readonly routine?: string;
  readonly routines?: readonly string[];
  readonly version?: string;
  /** Sides of a comparison: `workspace`, `registry`, `registry@1.2.0` or an environment. */
  readonly left?: string;
  readonly right?: string;
  readonly bump?: 'auto' | Bump;
  readonly message?: string;
  readonly status?: VersionStatus;
  readonly reason?: string;
  /** The text to find. */
  readonly text?: string;
  readonly deployment?: string;
  /** The id of a row of the Differences view. */
  readonly difference?: string;
  /** The number of a step of the deployment. */
  readonly step?: number;
  /** The id of the row to which more rows are added. */
  readonly within?: string;
  /** A protected environment's name, in place of typing it. */
  readonly confirm?: string;
  readonly overwrite?: boolean;
  readonly withCallees?: boolean;
  readonly prune?: boolean;
}

const texts = [
  'project', 'environment', 'routine', 'version', 'left', 'right', 'bump', 'message', 'status', 'reason', 'deployment', 'confirm',
  'difference', 'within', 'text',
] as const; // prettier-ignore
const switches = ['overwrite', 'withCallees', 'prune'] as const;

/** Returns the known values of any argument: menus pass URIs and rows, programs pass anything. */
export function readArgument(given: unknown): CommandArgument {
  if (typeof given !== 'object' || given === null) return {};
  const source = given as Readonly<Record<string, unknown>>;
  const known: [string, unknown][] = [
    ...texts.map((name): [string, unknown] => [name, textOf(source[name])]),
    ...switches.map((name): [string, unknown] => [name, typeof source[name] === 'boolean' ? source[name] : undefined]),
    ['step', typeof source['step'] === 'number' ? source['step'] : undefined],
    ['routines', Array.isArray(source['routines']) ? source['routines'].filter(isText) : undefined],
  ];
  return Object.fromEntries(known.filter(([, value]) => value !== undefined));
}

/** The argument for the selected rows of a view, and how many of them it does not cover. */
export interface Selection {
  readonly argument: CommandArgument;
  readonly leftOut: number;
}

/**
 * Returns one argument for all selected rows: menus pass the clicked row and then the selection. Rows of another project
 * or environment, and rows without a routine, are left out: one run of a command has one destination.
 */
export function readSelection(clicked: unknown, selected: unknown): Selection {
  const argument = readArgument(clicked);
  if (!Array.isArray(selected) || selected.length < 2) return { argument, leftOut: 0 };
  if (routinesOf(argument) === null) return { argument, leftOut: selected.length - 1 };
  const rows = selected.map(readArgument);
  const fitting = rows.filter(
    (row) => row.project === argument.project && row.environment === argument.environment && routinesOf(row) !== null,
  );
  const { routine: _, version: __, ...rest } = argument;
  const routines = [...new Set(fitting.flatMap((row) => routinesOf(row) ?? []))];
  return { argument: { ...rest, routines }, leftOut: rows.length - fitting.length };
}

/** Returns the routines of an argument, with an optional version after an @; null if it names none. */
export function routinesOf({ routine, routines, version }: CommandArgument): readonly string[] | null {
  if (routines !== undefined) return routines;
  if (routine === undefined) return null;
  return [version === undefined ? routine : `${routine}@${version}`];
}

function textOf(value: unknown): string | undefined {
  return isText(value) ? value : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
