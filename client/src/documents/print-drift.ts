/** The drift of an environment in words: what happened to each routine, and what each answer does. */
import type { DriftAnswer, DriftedRoutine } from '#engine';
import { printMoment } from '../views/model/moments';
import { plural } from './plural';

export interface DriftQuestion {
  readonly message: string;
  readonly detail: string;
}

/** Returns the names of the routines that were dropped, each once. */
export function droppedOf(drifted: readonly DriftedRoutine[]): readonly string[] {
  return namesOf(drifted, 'missing');
}

/** Returns the names of the routines that were changed, each once. */
export function changedOf(drifted: readonly DriftedRoutine[]): readonly string[] {
  return namesOf(drifted, 'changed');
}

function namesOf(drifted: readonly DriftedRoutine[], state: DriftedRoutine['state']): readonly string[] {
  return [...new Set(drifted.filter((one) => one.state === state).map(({ routine }) => routine))];
}

export function describeDrift(environment: string, drifted: readonly DriftedRoutine[], now: Date): DriftQuestion {
  const [changed, dropped] = [changedOf(drifted).length, droppedOf(drifted).length];
  const parts = [
    ...(changed === 0 ? [] : [`${plural(changed, 'routine')} changed`]),
    ...(dropped === 0 ? [] : [`${plural(dropped, 'routine')} dropped`]),
  ];
  const answers = [
    ...(changed === 0 ? [] : ['Adopt writes the live texts of changed routines to the source files.']),
    ...(dropped === 0
      ? []
      : ['For dropped routines Adopt asks first whether the drop is accepted; their sources stay.']),
    `Revert redeploys the last deployed texts${dropped === 0 ? '' : ', also of dropped routines'}.`,
  ];
  return {
    message: `${parts.join(' and ')} on ${environment} since the last deployment.`,
    detail: `${drifted.map((one) => printDrifted(one, now)).join('\n')}\n\n${answers.join('\n')}`,
  };
}

/** Returns one line: `shop.a on db1: changed at 04:26, definer ann@%`. */
export function printDrifted({ routine, target, state, alteredAt, definer }: DriftedRoutine, now: Date): string {
  const at = new Date(alteredAt ?? '');
  const when = Number.isNaN(at.getTime()) ? '' : ` at ${printMoment(at, now)}`;
  const word = state === 'missing' ? 'dropped' : state;
  return `${routine} on ${target}: ${word}${when}${definer === null ? '' : `, definer ${definer}`}`;
}

/** Returns the question about dropped routines. */
export function askAboutDrops(environment: string, dropped: readonly string[]): DriftQuestion {
  const [were, sources] = dropped.length === 1 ? ['was', 'Its source stays'] : ['were', 'Their sources stay'];
  return {
    message: `${dropped.join(', ')} ${were} dropped on ${environment}. Accept the drop?`,
    detail: `${sources} and can be removed next, or deployed again. The drop is recorded in the ledger.`,
  };
}

/** Returns the result of an adoption: what happened to the changed and to the dropped routines. */
export function printAdoption(
  environment: string,
  { adopted, drifted }: Pick<DriftAnswer, 'adopted' | 'drifted'>,
  acceptsDrops: boolean,
): string {
  const dropped = droppedOf(drifted);
  const [were, remain] = dropped.length === 1 ? ['was', 'remains'] : ['were', 'remain'];
  return [
    ...(adopted.length === 0 ? [] : [`Adopted ${plural(adopted.length, 'file')} from ${environment}.`]),
    ...(dropped.length === 0
      ? []
      : acceptsDrops
        ? [`Accepted that ${dropped.join(', ')} ${were} dropped on ${environment}.`]
        : [`${dropped.join(', ')} ${were} dropped on ${environment} and ${remain} drifted.`]),
    ...(adopted.length + dropped.length === 0 ? [`Nothing was adopted from ${environment}.`] : []),
  ].join(' ');
}
