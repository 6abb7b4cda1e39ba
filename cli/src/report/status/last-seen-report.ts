/** The last seen states of environments that could not be read, always marked as not current. */
import { printState, stateWords, shownState, type LastSeen, type LastSeenAnswer, type ShownState } from '#engine';
import { adviceText } from '../print-action';
import { printAge } from './print-age';
import { oneLine, printNote, type Style } from '../style';
import { printTable } from '../table';

/** Prints a note and the routines of each environment, for a status that could read none. */
export function printLastSeen({ environments, notes }: LastSeenAnswer, style: Style, now: Date): string {
  const tables = environments.map((seen) => {
    const rows = seen.routines.map((one) => [
      one.routine,
      { text: one.kind, paint: style.faint },
      { text: printSeenState(one), paint: style.faint },
    ]);
    return `${printNote(describeLastSeen(seen, now), style)}${printTable(rows)}`;
  });
  return tables.join('') + notes.map((note) => printNote(adviceText(note), style)).join('');
}

/** Returns `test was last seen 3 h ago: 40 in sync, 2 behind. This may have changed since.` */
export function describeLastSeen({ environment, at, routines }: LastSeen, now: Date): string {
  const words = routines.map((one) => shownState(one));
  const counts = (Object.keys(stateWords) as readonly ShownState[])
    .map((state) => ({ state, count: words.filter((word) => word === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${stateWords[state]}`);
  const seen = counts.length === 0 ? 'no routines' : counts.join(', ');
  return `${oneLine(environment)} was last seen ${printAge(at, now)}: ${seen}. This may have changed since.`;
}

/** Returns `1.2.0 in sync`. */
export function printSeenState(seen: LastSeen['routines'][number]): string {
  return [seen.version, printState(seen)].filter((word) => word !== null).join(' ');
}
