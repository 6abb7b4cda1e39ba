/** The door `#engine`: what the fronts may know of the engine. */
export type * from './base/contract';
export type * from './base/failure';
export type * from './base/requests';
export type * from './base/result';
export type { RoutineKind } from './base/routine-kind';
export type { Answer, Sproc } from './sproc';

export { inspect, type SourceText } from './use-cases/inspect';
export { openProject, projectFile, type SprocPorts } from './use-cases/open-project';
export { defaultReading, type Dialect, type ReadingOptions } from './syntax/dialect';
export type { Circumstances, Secrets, SourceTree } from './project/ports';
export type { Environment, ProjectConfig } from './project/environment';
export { parseProjectFile } from './project/parse-project-file';
export { parseServerVersion } from './project/make-project-config';
export { normalSqlMode } from './routine/sql-mode';
