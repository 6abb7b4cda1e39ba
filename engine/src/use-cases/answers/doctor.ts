/** The request of `doctor` (docs/formats/command-line.md). */
import type { Advice } from '../../base/advice';

export interface DoctorRequest {
  /** The environments to check; all by default. */
  readonly environments?: readonly string[];
  /** Names and messages from elsewhere are replaced, so that the answer can be shown to strangers. */
  readonly anonymous?: boolean;
}

/** The result of a check; `unknown` if it could not be made. */
export type DoctorState = 'ok' | 'warning' | 'problem' | 'unknown';

export interface DoctorLine {
  readonly area: 'installation' | 'project' | 'sources' | 'registry' | 'environment';
  /** The environment, for the area `environment`. */
  readonly environment?: string;
  readonly target?: string;
  readonly state: DoctorState;
  readonly code: string;
  /** One sentence. */
  readonly message: string;
  readonly remedy: Advice | null;
}

export interface DoctorAnswer {
  readonly lines: readonly DoctorLine[];
}
