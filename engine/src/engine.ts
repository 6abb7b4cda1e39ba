/** The door `#engine`: what the fronts may know of the engine. */
export type * from './base/contract';
export type * from './base/failure';
export type * from './base/requests';
export type * from './base/result';
export type { RoutineKind } from './base/routine-kind';
export type { Answer, Sproc } from './use-cases/sproc';

export { inspect, type SourceText } from './use-cases/inspect';
export { projectFile } from './project/project-file';
export { openProject, type SprocPorts } from './use-cases/open-project';
export { defaultReading, type Dialect, type ReadingOptions } from './syntax/dialect';
export type { Circumstances, Secrets, SourceTree } from './project/ports';
export type { Environment, ProjectConfig } from './project/environment';
export { parseProjectFile } from './project/parse-project-file';
export { parseServerVersion } from './project/make-project-config';
export { normalSqlMode } from './routine/sql-mode';

export { LineIndex, type Place, type Span } from './base/text';
export { loadColumnReader } from './analysis/columns/column-reader';
export type { Judging, LiveSight } from './analysis/diagnose';
export type { LiveTables } from './routine/live-tables';
export { diagnoseFile } from './analysis/diagnose';
export type { Diagnostic } from './analysis/diagnostic';
export { makeFindRegistered, nothingRegistered, type FindRegistered } from './analysis/registered-text';
export type { Occurrence } from './analysis/references';
export { SourceIndex, type FileFacts, type SourceRoutine } from './analysis/source-index';
export { readingOf } from './use-cases/project';
export { printKey, type RoutineKey } from './routine/routine';

export { findIncomingCalls, findOutgoingCalls, prepareCallHierarchy, type Calls } from './features/call-hierarchy';
export { makeCodeLenses } from './features/code-lenses';
export { findCompletions, type Completion } from './features/completion';
export { findDefinitions } from './features/definition';
export { drawGraph, mostDrawnNodes } from './features/draw-graph';
export type { FileEdit } from './features/file-edit';
export { findFoldingRanges } from './features/folding';
export { formatFile } from './features/format/format-file';
export { makeHover } from './features/hover';
export { findInlayHints } from './features/inlay-hints';
export type { Knowledge, RoutineKnowledge } from './features/knowledge';
export { makeOutline, type OutlineItem } from './features/outline';
export { findQuickFixes } from './features/quick-fixes';
export type { QuickFix, ToldDiagnostic } from './features/fixes/fix';
export { findHighlights, findReferences } from './features/references';
export { findRenameTarget, rename } from './features/rename';
export { findSemanticTokens, type SemanticKind } from './features/semantic-tokens';
export { makeSignatureHelp } from './features/signature-help';
export { findWorkspaceSymbols } from './features/workspace-symbols';
