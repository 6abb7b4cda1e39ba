/** Diagnostics of single files without a project: rules with their own severities, and no registry. */
import type { CheckAnswer } from '../answers/check';
import { diagnoseAll } from '../../analysis/diagnose';
import { SourceIndex } from '../../analysis/sources/source-index';
import { unreadableFile } from '../../analysis/unreadable-file';
import type { ParserOptions } from '../../syntax/dialect';
import { toDiagnosticAnswer } from './check';

/** Checks the texts. Names that no file defines may be defined elsewhere: the answer has a note. */
export function checkTexts(
  sources: readonly { readonly file: string; readonly text: string | null; readonly why?: string }[],
  parserOptions: ParserOptions,
): CheckAnswer {
  const index = new SourceIndex(parserOptions);
  for (const { file, text } of sources) if (text !== null) index.update(file, text);
  const unread = sources.filter(({ text }) => text === null).map(({ file, why }) => unreadableFile(file, why));
  const diagnostics = [...unread, ...diagnoseAll(index)].map((diagnostic) => toDiagnosticAnswer(index, diagnostic));
  const note = 'No sproc.json was found, so only these files are checked, with the default rules.';
  return { diagnostics, notes: [note] };
}
