/** Texts with bytes that could not be decoded: their content is unknown, so they are not sent. */
import { advise } from '../../base/advice';
import type { Finding } from '../answers/finding';
import { LineIndex } from '../../base/text';
import { findUndecoded } from '../../syntax/encoding';
import { printKindAndKey, type Routine, type RoutineKey } from '../../routine/routine';
import { stop } from './findings';
import type { Desired } from './desired';
import type { FindSmoke } from './find-smoke';

/** Returns one finding for each desired routine that cannot be sent. */
export function findUndecodedTexts(
  desired: readonly Desired[],
  workspace: readonly Routine[],
  { prune, findSmoke }: { readonly prune: boolean; readonly findSmoke: FindSmoke },
): readonly Finding[] {
  const sent = new Set(desired.map(({ routine }) => routine));
  const unnamed = prune ? workspace.filter((routine) => !sent.has(routine) && !isDecoded(routine.key)) : [];
  return [...desired.filter((each) => !isSendable(each, findSmoke)).map(rejectText), ...unnamed.map(rejectPruning)];
}

/** Returns true if all parts that are sent were decoded: the definition, its names, and its smoke statements. */
export function isSendable({ routine }: Desired, findSmoke: FindSmoke): boolean {
  return isDecoded(routine.key) && [routine.text, ...findSmoke(routine)].every((part) => part.isWellFormed());
}

function isDecoded({ schema, name }: RoutineKey): boolean {
  return schema.isWellFormed() && name.isWellFormed();
}

function rejectText({ routine, version, place }: Desired): Finding {
  const { script, definition } = routine.origin;
  const at = findUndecoded(script.text, definition.span) ?? findUndecoded(script.text) ?? definition.span.start;
  const where =
    place === null ? `version ${version ?? '?'}` : `${place.file}, line ${new LineIndex(script.text).place(at).line}`;
  return stop(
    'broken-encoding',
    `${printKindAndKey(routine.key)} (${where}) has bytes that are not UTF-8. They would be lost in a deployment.`,
    place === null ? 'Register it again from a UTF-8 file.' : `Save ${place.file} as UTF-8.`,
  );
}

/** Returns the finding against pruning: this routine may be the one that seems to be gone. */
function rejectPruning({ key }: Routine): Finding {
  return stop(
    'broken-encoding',
    `The name of ${printKindAndKey(key)} has bytes that are not UTF-8, so it is unknown which routines are gone from the files.`,
    advise`Save its file as UTF-8, or deploy without ${{ id: 'option', name: 'prune' }}.`,
  );
}
