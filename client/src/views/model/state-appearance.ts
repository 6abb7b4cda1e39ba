/** The appearance of states and statuses in the views: a word, an icon, a colour of the theme. */
import type { ShownState, VersionStatus } from '#engine';

export interface Appearance {
  /** The word for people. */
  readonly words: string;
  /** Id of a codicon. */
  readonly icon: string;
  /** Id of a theme colour; null for the foreground. */
  readonly color: string | null;
}

/** The words come from the engine. */
export const stateAppearance: Readonly<Record<ShownState, Omit<Appearance, 'words'>>> = {
  'in-sync': { icon: 'pass', color: 'testing.iconPassed' },
  finished: { icon: 'history', color: 'descriptionForeground' },
  behind: { icon: 'arrow-down', color: 'charts.yellow' },
  ahead: { icon: 'arrow-up', color: 'charts.blue' },
  unregistered: { icon: 'edit', color: 'charts.blue' },
  drifted: { icon: 'warning', color: 'list.warningForeground' },
  different: { icon: 'diff', color: 'charts.yellow' },
  missing: { icon: 'circle-slash', color: 'list.warningForeground' },
  'not-deployed': { icon: 'circle-outline', color: 'disabledForeground' },
  unreadable: { icon: 'lock', color: 'list.warningForeground' },
  unknown: { icon: 'question', color: 'list.warningForeground' },
  unmanaged: { icon: 'question', color: 'descriptionForeground' },
};

export const statusAppearance: Readonly<Record<VersionStatus, Appearance>> = {
  DEVELOPMENT: { words: 'development', icon: 'tools', color: 'charts.blue' },
  TESTING: { words: 'testing', icon: 'beaker', color: 'charts.yellow' },
  PRODUCTION: { words: 'production', icon: 'verified-filled', color: 'charts.green' },
  DEPRECATED: { words: 'deprecated', icon: 'archive', color: 'charts.orange' },
  RETIRED: { words: 'retired', icon: 'trash', color: 'disabledForeground' },
};

/** Returns the codicon of a kind of routine: all differ, while VS Code draws its methods and functions alike. */
export function kindIcon(kind: string): string {
  return kindIcons[kind] ?? 'symbol-misc';
}

const kindIcons: Readonly<Record<string, string>> = {
  procedure: 'symbol-method',
  function: 'symbol-operator',
  trigger: 'zap',
  event: 'clock',
  view: 'open-preview',
  package: 'package',
};

/** The states in the order of what needs attention. */
export const stateOrder: readonly ShownState[] = [
  ...(['drifted', 'different', 'missing', 'unreadable', 'unknown', 'behind', 'ahead'] as const),
  ...(['unregistered', 'not-deployed', 'unmanaged', 'finished', 'in-sync'] as const),
];
