/** Handles textDocument/codeAction. */
import { CodeActionKind, type Diagnostic } from 'vscode-languageserver';
import type { ReportedDiagnostic } from '#engine';
import { toOffset, toSnippetEdit, toWorkspaceEdit } from '../workspace/translate';
import type { Located } from '../workspace/workspace';
import { uriOf, type Handler } from './handler';

export const codeAction: Handler = ({ connection, workspace, takesSnippets }) => {
  connection.onCodeAction(({ textDocument, context }) => {
    const located = workspace.locate(textDocument.uri);
    if (located === null || context.diagnostics.length === 0) return null;
    const reported = new Map(context.diagnostics.map((diagnostic) => [toReported(located, diagnostic), diagnostic]));
    return located.service.quickFixes(located.file, [...reported.keys()]).map((fix) => {
      const diagnostic = reported.get(fix.diagnostic);
      return {
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        isPreferred: fix.isPreferred,
        ...(diagnostic === undefined ? {} : { diagnostics: [diagnostic] }),
        edit: takesSnippets()
          ? toSnippetEdit(located.index, fix.edits, (file) => uriOf(located, file))
          : toWorkspaceEdit(located.index, fix.edits, (file) => uriOf(located, file)),
      };
    });
  });
};

/** Converts a diagnostic; other tools' diagnostics have no code of ours. */
function toReported({ facts }: Located, { range, source, code }: Diagnostic): ReportedDiagnostic {
  const span = { start: toOffset(facts.lines, range.start), end: toOffset(facts.lines, range.end) };
  return { code: source === 'Sproc' ? String(code ?? '') : '', span };
}
