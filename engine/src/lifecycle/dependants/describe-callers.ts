/** The hazards of a step for possible callers outside of stored programs. */
import { plural } from '../../base/plural';
import type { RoutineKind } from '../../syntax/routine-kind';
import type { PossibleCallers } from '../answers/possible-callers';

export function describeCallers(kind: RoutineKind, { files, statements }: PossibleCallers): readonly string[] {
  const verb = kind === 'view' ? 'read' : 'call';
  const places = files.map(({ file, line }) => `${file}:${line}`);
  const others = places.length > most ? ` and ${plural(places.length - most, 'other')}` : '';
  return [
    ...(places.length === 0 ? [] : [`Applications may ${verb} it: ${places.slice(0, most).join(', ')}${others}.`]),
    ...(statements === null ? [] : [describeStatements(verb, statements)]),
  ];
}

function describeStatements(
  verb: 'call' | 'read',
  { calls, lastSeen }: NonNullable<PossibleCallers['statements']>,
): string {
  const at = `${lastSeen.slice(0, 19).replace('T', ' ')} UTC`;
  return calls === 1
    ? `Clients sent 1 statement that ${verb}s it, at ${at}.`
    : `Clients sent ${calls} statements that ${verb} it, the last at ${at}.`;
}

/** Longer lists help nobody; the answer has all of them. */
const most = 10;
