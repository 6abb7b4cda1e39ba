/** Words of a project file that its schema cannot list: modes of servers, and their versions. */
import { nearestWord } from '../base/nearest-word';
import { explainUnknownVersion } from './server-families';
import { sqlModes } from '../routine/sql-mode';
import type { MistakePath, Report } from './project-document';
import { printPath } from './project-mistake';
import type { RawProject } from './raw-project';

/**
 * Reports unknown modes, which would otherwise seem to change nothing. Words of a wrong type are reported elsewhere.
 */
export function reportUnknownModes(mode: unknown, path: MistakePath, report: Report): void {
  const words: readonly (readonly [unknown, MistakePath])[] =
    typeof mode === 'string'
      ? mode.split(',').map((word) => [word, path])
      : (Array.isArray(mode) ? mode : []).map((word: unknown, i) => [word, [...path, i]]);
  for (const [word, at] of words) {
    if (typeof word !== 'string') continue;
    const name = word.trim();
    if (name === '' || sqlModes.includes(name.toUpperCase())) continue;
    const near = nearestWord(name, sqlModes);
    report(
      at,
      near === null
        ? `Unknown sql_mode '${name}' in '${printPath(at)}': no server has it.`
        : `Unknown sql_mode '${name}' in '${printPath(at)}': did you mean '${near}'?`,
    );
  }
}

/** Another dialect has been reported. */
const dialects: readonly string[] = ['mysql', 'mariadb'];

export function reportUnknownVersion({ serverVersion, dialect = 'mysql' }: RawProject, report: Report): void {
  if (!dialects.includes(dialect)) return;
  if (serverVersion === undefined || !/^\d{1,2}\.\d{1,2}(\.\d{1,2})?$/.test(serverVersion)) return;
  const remedy = explainUnknownVersion(dialect, serverVersion);
  const name = dialect === 'mysql' ? 'MySQL' : 'MariaDB';
  if (remedy !== null)
    report(['serverVersion'], `'serverVersion' is '${serverVersion}', which ${name} does not have: ${remedy}`);
}
