/** The question before a command writes source files: unsaved text in the editor would hide or overwrite what it writes. */
import { plural } from '../documents/plural';
import type { Dialogs } from '../workbench/dialogs';

/** A file of the project with unsaved text. */
export interface UnsavedFile {
  /** The path for a person. */
  readonly name: string;
  /** Returns false if the file could not be saved. */
  save(): PromiseLike<boolean>;
}

const saveAndContinue = 'Save and Continue';

/**
 * Returns true once no text is unsaved; false if the person turned away, or if a file could not be saved.
 * @param purpose The command with what it writes, as the beginning of a sentence: `Import writes source files`.
 */
export async function saveBeforeWriting(
  { confirm, report }: Pick<Dialogs, 'confirm' | 'report'>,
  unsaved: readonly UnsavedFile[],
  purpose: string,
): Promise<boolean> {
  if (unsaved.length === 0) return true;
  const answer = await confirm({
    message: `${plural(unsaved.length, 'file')} of the project ${unsaved.length === 1 ? 'has' : 'have'} unsaved changes.`,
    detail: `${unsaved.map(({ name }) => name).join('\n')}\n\n${purpose}, starting from the saved text.`,
    answers: [saveAndContinue],
  });
  if (answer !== saveAndContinue) return false;
  const saved = await Promise.all(unsaved.map((file) => file.save()));
  const failed = unsaved.filter((_, i) => saved[i] !== true).map(({ name }) => name);
  if (failed.length === 0) return true;
  void report('error', `VS Code could not save ${failed.join(', ')}. Nothing was changed.`);
  return false;
}
