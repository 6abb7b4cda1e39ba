/** The list that registered versions are picked from: those of the routine at the cursor first, then the newest. */
import type { VersionAnswer } from '#engine';
import type { Choice } from '../workbench/dialogs';

/** Returns the choices. `found` are the versions by routine and then by number; `here` is the routine under the cursor. */
export function makeVersionChoices(
  found: readonly VersionAnswer[],
  here: string | null,
): readonly Choice<VersionAnswer>[] {
  const isElsewhere = ({ routine }: VersionAnswer): number => Number(routine !== here);
  // Of versions registered at the same moment the higher number stays above.
  return found
    .toReversed()
    .toSorted((a, b) => isElsewhere(a) - isElsewhere(b) || compareTexts(b.createdAt, a.createdAt))
    .map(versionChoice);
}

function versionChoice(entry: VersionAnswer): Choice<VersionAnswer> {
  const { routine, version, status, author, createdAt, description } = entry;
  return {
    label: `${routine} ${version}`,
    description: status,
    detail: [createdAt.slice(0, 10), nameOf(author), description].filter((part) => part !== '').join(' · '),
    value: entry,
  };
}

/** Returns the author without the e-mail address, if there is more than that. */
function nameOf(author: string): string {
  return author.replace(/\s*<[^<>]*>$/, '') || author;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
