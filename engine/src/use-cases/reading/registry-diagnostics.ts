/** The faults of a registry as diagnostics: at each contradictory line, or at sproc.json. */
import type { DiagnosticAnswer } from '../answers/check';
import type { ConflictAnswer } from '../answers/versions';
import type { Failure } from '../../base/failure';
import { projectFile } from '../../project/project-file';

/** Returns one diagnostic for each line of both sides. */
export function conflictDiagnostics({ message, remedy, lines }: ConflictAnswer): readonly DiagnosticAnswer[] {
  return lines.map(({ file, line, text }, i) => ({
    ...{ file, line, column: 1, endLine: line, endColumn: 1 },
    severity: 'error',
    code: 'status-conflict',
    ...(i === 0
      ? { message: `${message} One side: ${text}.`, remedy }
      : { message: `${message} The other side: ${text}.` }),
  }));
}

/**
 * Returns an error for a damaged registry; an unreachable server is only information, because then the rules on
 * statuses do not run.
 */
export function unreadableRegistry({ kind, message, remedy }: Failure): DiagnosticAnswer {
  return {
    ...{ file: projectFile, line: 1, column: 1, endLine: 1, endColumn: 1 },
    severity: kind === 'bad-input' ? 'error' : 'information',
    code: 'unreadable-registry',
    message: `Versions and their statuses were not checked. ${message}`,
    ...(remedy !== undefined && { remedy }),
  };
}
