/** How states and statuses look in the views: a word, an icon, a colour of the theme. */
import type { RoutineState, VersionStatus } from '#engine';

export interface Appearance {
  /** What a person reads. */
  readonly words: string;
  /** Id of a codicon. */
  readonly icon: string;
  /** Id of a theme colour; null for the foreground. */
  readonly color: string | null;
}

export const stateAppearance: Readonly<Record<RoutineState, Appearance>> = {
  'in-sync': { words: 'in sync', icon: 'pass', color: 'testing.iconPassed' },
  behind: { words: 'behind', icon: 'arrow-down', color: 'charts.yellow' },
  ahead: { words: 'ahead', icon: 'arrow-up', color: 'charts.blue' },
  drifted: { words: 'drifted', icon: 'warning', color: 'list.warningForeground' },
  missing: { words: 'missing', icon: 'circle-slash', color: 'disabledForeground' },
  unknown: { words: 'unknown', icon: 'question', color: 'list.warningForeground' },
  unmanaged: { words: 'unmanaged', icon: 'question', color: 'descriptionForeground' },
};

export const statusAppearance: Readonly<Record<VersionStatus, Appearance>> = {
  DEVELOPMENT: { words: 'development', icon: 'tools', color: 'charts.blue' },
  TESTING: { words: 'testing', icon: 'beaker', color: 'charts.yellow' },
  PRODUCTION: { words: 'production', icon: 'verified-filled', color: 'charts.green' },
  DEPRECATED: { words: 'deprecated', icon: 'archive', color: 'charts.orange' },
  RETIRED: { words: 'retired', icon: 'trash', color: 'disabledForeground' },
};
