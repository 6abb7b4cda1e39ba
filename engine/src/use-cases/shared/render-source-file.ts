/** One routine as a file with the same meaning: settings that the file cannot leave open are stated. */
import type { Routine } from '../../routine/routine';
import { withDelimiter } from '../../routine/statement-text';
import { quoteName, quoteText } from '../../syntax/quoting';
import { textWithDefiner } from './text-with-definer';

export interface SourceFileDefaults {
  /** The schema of names without one; null for none. */
  readonly schema: string | null;
  /** The sql_mode that needs no statement; null where each is stated. */
  readonly sqlMode: readonly string[] | null;
}

export function renderSourceFile(routine: Routine, { schema, sqlMode }: SourceFileDefaults): string {
  const { key, modes } = routine;
  const text = textWithDefiner(routine, { isStated: true });
  const isOwn = modes.sqlMode === null || modes.sqlMode.join(',') === sqlMode?.join(',');
  const delimiter = ['$$', '//', '|||', '%%%%'].find((candidate) => !text.includes(candidate)) ?? '~~~~~~';
  return [
    key.schema === (schema ?? '') ? '' : `USE ${quoteName(key.schema)};\n`,
    isOwn ? '' : `SET sql_mode = '${modes.sqlMode.join(',')}';\n`,
    isOfMachine(modes.timeZone) ? '' : `SET time_zone = ${quoteText(modes.timeZone ?? '')};\n`,
    `DELIMITER ${delimiter}\n${withDelimiter(text, delimiter)}\nDELIMITER ;\n`,
  ].join('');
}

/** Returns true for the zone that events have where nobody sets another. */
function isOfMachine(timeZone: string | undefined): boolean {
  return timeZone === undefined || timeZone === 'SYSTEM';
}
