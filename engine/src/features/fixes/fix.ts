/** The definition of a quick fix: one way to resolve a diagnostic, one file, listed in quick-fixes.ts. */
import type { Diagnostic } from '../../analysis/program/diagnostic';
import type { FileFacts, SourceIndex } from '../../analysis/sources/source-index';
import type { LiveNames } from '../../routine/live-routines';
import type { FileEdit } from '../file-edit';

/** A diagnostic as an editor hands it back. */
export type ReportedDiagnostic = Pick<Diagnostic, 'code' | 'span'>;

export interface QuickFix {
  /** The effect, as a menu shows it. */
  readonly title: string;
  /** The diagnostic that it answers. */
  readonly diagnostic: ReportedDiagnostic;
  /** True for the most common choice; only one fix of a diagnostic is. */
  readonly isPreferred: boolean;
  readonly edits: readonly FileEdit[];
}

/** The input of a fix. */
export interface FixContext {
  readonly index: SourceIndex;
  readonly facts: FileFacts;
  readonly diagnostic: ReportedDiagnostic;
  /** The names in the environments that were read; absent without any. */
  readonly live?: LiveNames;
}

/** Returns null if it does not help. */
export type MakeFix = (context: FixContext) => QuickFix | null;
