/** Handles textDocument/codeAction. */
import { CodeActionKind, type CodeAction, type Diagnostic, type WorkspaceEdit } from 'vscode-languageserver';
import type { FileEdit, ReportedDiagnostic } from '#engine';
import { toOffset, toSnippetEdit, toWorkspaceEdit } from '../workspace/translate';
import type { Located } from '../workspace/workspace';
import { uriOf, type Handler } from './handler';

/** The fixes that an editor may apply whenever it saves, if a person asks for that. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.sproc`;

export const codeAction: Handler = ({ connection, workspace, takesSnippets }) => {
  connection.onCodeAction(({ textDocument, context }) => {
    const located = workspace.locate(textDocument.uri);
    if (located === null) return null;
    const isWanted = context.only?.some((kind) => fixAllKind === kind || fixAllKind.startsWith(`${kind}.`)) === true;
    if (isWanted) return fixWhole(located);
    if (context.diagnostics.length === 0) return null;
    const reported = new Map(context.diagnostics.map((diagnostic) => [toReported(located, diagnostic), diagnostic]));
    const fixes = located.service.quickFixes(located.file, [...reported.keys()]).map((fix): CodeAction => {
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
    return [...fixes, ...fixSameRules(located, [...reported.keys()])];
  });
};

function fixWhole(located: Located): CodeAction[] {
  const edits = located.service.fixAll(located.file);
  if (edits.length === 0) return [];
  return [{ title: 'Fix all safe problems of Sproc', kind: fixAllKind, edit: toEdit(located, edits) }];
}

/** Returns a fix for each rule of these diagnostics that is broken several times in the file, and safe to fix. */
function fixSameRules(located: Located, reported: readonly ReportedDiagnostic[]): readonly CodeAction[] {
  return [...new Set(reported.map(({ code }) => code))].flatMap((code): CodeAction[] => {
    const edits = code === '' ? [] : located.service.fixAll(located.file, code);
    if (edits.length < 2) return [];
    const title = `Fix all ${code} problems in this file`;
    return [{ title, kind: CodeActionKind.QuickFix, edit: toEdit(located, edits) }];
  });
}

function toEdit(located: Located, edits: readonly FileEdit[]): WorkspaceEdit {
  return toWorkspaceEdit(located.index, edits, (file) => uriOf(located, file));
}

/** Converts a diagnostic; other tools' diagnostics have no code of ours. */
function toReported({ facts }: Located, { range, source, code }: Diagnostic): ReportedDiagnostic {
  const span = { start: toOffset(facts.lines, range.start), end: toOffset(facts.lines, range.end) };
  return { code: source === 'Sproc' ? String(code ?? '') : '', span };
}
