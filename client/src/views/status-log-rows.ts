/** Rows of a routine's status log: what was registered and marked, the newest first. Pure. */
import type { StatusChangeAnswer } from '#engine';
import { localDay, localTime } from '../documents/print-moments';
import { rowCommands } from '../workbench/contributions';
import type { Row } from './row';
import { statusAppearance } from './model/state-appearance';

export function listStatusRows(
  changes: readonly StatusChangeAnswer[],
  { project, routine, parent }: { readonly project: string; readonly routine: string; readonly parent: string },
): readonly Row[] {
  if (changes.length === 0)
    return [{ id: `${parent}/none`, label: 'No version is registered', icon: { icon: 'info', color: null } }];
  return changes
    .map((change, i): Row => {
      const { version, from, to, by, at, reason } = change;
      const moment = new Date(at);
      const words = from === null ? 'registered' : `${statusAppearance[from].words} → ${statusAppearance[to].words}`;
      return {
        ...{ project, routine, version, id: `${parent}/${i}` },
        label: version,
        description: `${words} · ${by.replace(/\s*<[^>]*>$/, '')} · ${localDay(moment)} ${localTime(moment)}`,
        tooltip: [`${version}: ${words}`, `by ${by}`, at, ...(reason === '' ? [] : [reason])].join('\n'),
        icon: statusAppearance[to],
        command: rowCommands.openText,
      };
    })
    .toReversed();
}
