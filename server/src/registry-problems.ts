/** What is wrong with the registry of a project, marked where it is: in its status logs, or at sproc.json. */
import { DiagnosticSeverity, type Diagnostic as LspDiagnostic } from 'vscode-languageserver';
import {
  conflictDiagnostics,
  printableLines,
  projectFile,
  unreadableRegistry,
  type ConflictAnswer,
  type DiagnosticAnswer,
  type Failure,
  type Result,
  type VersionsAnswer,
} from '#engine';

export interface RegistryProblems {
  readonly conflicts: readonly ConflictAnswer[];
  /** Why it could not be read; null where it could. */
  readonly failure: Failure | null;
}

export const noRegistryProblems: RegistryProblems = { conflicts: [], failure: null };

export function readRegistryProblems(answer: Result<VersionsAnswer, Failure>): RegistryProblems {
  if (answer.ok) return { conflicts: answer.value.conflicts ?? [], failure: null };
  // The mistakes of sproc.json are marked themselves.
  return answer.error.kind === 'bad-project' ? noRegistryProblems : { conflicts: [], failure: answer.error };
}

/** By file of the project. The lines of a registry on a server are in no file, so sproc.json has them. */
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

function toWholeLine({ line, severity, code, message }: DiagnosticAnswer): LspDiagnostic {
  return {
    range: { start: { line: line - 1, character: 0 }, end: { line: line - 1, character: beyondAnyLine } },
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Information,
    source: 'Sproc',
    code,
    message: printableLines(message),
  };
}

/** An editor takes it as the end of the line. */
const beyondAnyLine = 1_000_000;
