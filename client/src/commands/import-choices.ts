/** The list that routines to import are ticked in: new ones first and ticked, with the file that each gets. */
import type { ImportAnswer } from '#engine';
import { printForEditor } from '#protocol';
import type { Choice } from '../workbench/dialogs';

export interface ImportChoice {
  readonly routine: string;
  /** True if a source file defines the routine, whose text the live one replaces. */
  readonly replaces: boolean;
}

/** Returns the choices for what an import would write and skip. */
export function makeImportChoices({
  written,
  skipped,
}: Pick<ImportAnswer, 'written' | 'skipped'>): readonly (Choice<ImportChoice> & { readonly picked: boolean })[] {
  return [
    ...written.map(({ routine, file }) => ({
      label: routine,
      description: `→ ${file}`,
      picked: true,
      value: { routine, replaces: false },
    })),
    ...skipped.map(({ routine, file, reason }) => ({
      label: routine,
      description: file === null ? 'left out' : `has a source: ${file}`,
      detail: file === null ? printForEditor(reason) : 'Tick it to replace the text of this file with the live one.',
      picked: false,
      value: { routine, replaces: file !== null },
    })),
  ];
}

/** Returns the result in one sentence, with the reason of a single skip. */
export function printImported(
  environment: string,
  { written, skipped }: Pick<ImportAnswer, 'written' | 'skipped'>,
): string {
  const sentence = `Imported ${written.length} ${written.length === 1 ? 'routine' : 'routines'} from ${environment}`;
  const [first, ...others] = skipped;
  if (first === undefined) return `${sentence}.`;
  const reason = `${first.routine}: ${printForEditor(first.reason)}`;
  return others.length === 0 ? `${sentence}. Skipped ${reason}.` : `${sentence}, skipped ${skipped.length}. ${reason}.`;
}
