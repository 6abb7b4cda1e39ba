/** The faults of a project's registry, at their positions: in its status logs, or at sproc.json. */
import { DiagnosticSeverity, type Diagnostic as LspDiagnostic } from 'vscode-languageserver';
import {
  conflictDiagnostics,
  printableLines,
  projectFile,
  unreadableRegistry,
  type DiagnosticAnswer,
  type RegistryProblems,
} from '#engine';
import { printForEditor } from '#protocol';

/**
 * Returns the faults by file of the project. The lines of a registry on a server are in no file, so sproc.json has
 * them.
 */
export function markRegistryProblems(
  { conflicts, failure }: RegistryProblems,
  isInFolder: boolean,
): ReadonlyMap<string, readonly LspDiagnostic[]> {
  const found = [...conflicts.flatMap(conflictDiagnostics), ...(failure === null ? [] : [unreadableRegistry(failure)])];
  const marks = new Map<string, LspDiagnostic[]>();
  for (const each of found) {
    const file = isInFolder ? each.file : projectFile;
    const mark = toWholeLine(file === each.file ? each : { ...each, line: 1 });
    marks.set(file, [...(marks.get(file) ?? []), mark]);
  }
  return marks;
}

function toWholeLine({ line, severity, code, message, remedy }: DiagnosticAnswer): LspDiagnostic {
  return {
    range: { start: { line: line - 1, character: 0 }, end: { line: line - 1, character: beyondAnyLine } },
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Information,
    source: 'Sproc',
    code,
    message: printableLines(remedy === undefined ? message : `${message} ${printForEditor(remedy)}`),
  };
}

/** An editor takes it as the end of the line. */
const beyondAnyLine = 1_000_000;
