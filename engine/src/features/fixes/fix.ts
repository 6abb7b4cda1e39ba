/** What a quick fix is: one way out of a diagnostic, one file, listed in quick-fixes.ts. */
import type { Diagnostic } from '../../analysis/program/diagnostic';
import type { FileFacts, SourceIndex } from '../../analysis/sources/source-index';
import type { FileEdit } from '../file-edit';

/** A diagnostic as an editor hands it back. */
export type ToldDiagnostic = Pick<Diagnostic, 'code' | 'span'>;

export interface QuickFix {
  /** What it does, as a menu shows it. */
  readonly title: string;
  /** The diagnostic that it answers. */
  readonly diagnostic: ToldDiagnostic;
  /** Whether it is what most people want; only one fix of a diagnostic is. */
  readonly isPreferred: boolean;
  readonly edits: readonly FileEdit[];
}

/** What a fix may look at. */
export interface FixContext {
  readonly index: SourceIndex;
  readonly facts: FileFacts;
  readonly diagnostic: ToldDiagnostic;
}

/** Null where it does not help. */
export type MakeFix = (context: FixContext) => QuickFix | null;
