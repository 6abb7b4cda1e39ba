/** The functions that the parts of the doctor for targets share. */
import type { Advice } from '../../base/advice';
import type { DoctorLine } from '../answers/doctor';
import type { Session } from '../../database/connection/session';
import type { OpenTarget } from '../../lifecycle/target/target-at-work';
import type { Names } from './doctor-names';

/** A line without its place. */
export type TargetLine = Pick<DoctorLine, 'state' | 'code' | 'message' | 'remedy'>;

export interface Examination {
  readonly open: OpenTarget;
  readonly session: Session;
  readonly names: Names;
}

export function unknown(code: string, message: string, remedy: Advice | null = null): TargetLine {
  return { state: 'unknown', code, message, remedy };
}
