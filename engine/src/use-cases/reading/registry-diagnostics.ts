/** What is wrong with a registry as diagnostics: at each line that contradicts another, or at sproc.json. */
import type { DiagnosticAnswer } from '../answers/check';
import type { ConflictAnswer } from '../answers/versions';
import type { Failure } from '../../base/failure';
import { projectFile } from '../../project/project-file';

/** One at each line of both sides. */
export function conflictDiagnostics({ message, remedy, lines }: ConflictAnswer): readonly DiagnosticAnswer[] {
  return lines.map(({ file, line, text }, i) => ({
    ...{ file, line, column: 1, endLine: line, endColumn: 1 },
    severity: 'error',
    code: 'status-conflict',
    message: i === 0 ? `${message} One side: ${text}. ${remedy}` : `${message} The other side: ${text}.`,
  }));
}

/** A damaged registry is an error; where only a server does not answer, the rules on statuses have nothing to say. */
export function unreadableRegistry({ kind, message, remedy }: Failure): DiagnosticAnswer {
  return {
    ...{ file: projectFile, line: 1, column: 1, endLine: 1, endColumn: 1 },
    severity: kind === 'bad-input' ? 'error' : 'information',
    code: 'unreadable-registry',
    message: `Versions and their statuses were not checked. ${[message, remedy ?? ''].join(' ').trimEnd()}`,
  };
}
