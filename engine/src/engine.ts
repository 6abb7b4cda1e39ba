/** The door `#engine`: what the fronts may know of the engine. */
export type * from './base/contract';
export type * from './base/failure';
export type * from './base/requests';
export type * from './base/result';
export type { RoutineKind } from './base/routine-kind';
export type { Answer, Sproc } from './sproc';
