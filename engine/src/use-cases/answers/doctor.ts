/** What `doctor` is asked, and what it answers (docs/formats/command-line.md). */

export interface DoctorRequest {
  /** None means all. */
  readonly environments?: readonly string[];
  /** Names and messages from elsewhere are replaced, so that the answer can be shown to strangers. */
  readonly anonymous?: boolean;
}

/** `unknown`: it could not be looked at. */
export type DoctorState = 'ok' | 'warning' | 'problem' | 'unknown';

export interface DoctorLine {
  readonly area: 'installation' | 'project' | 'sources' | 'registry' | 'environment';
  /** Of the area `environment`. */
  readonly environment?: string;
  readonly target?: string;
  readonly state: DoctorState;
  readonly code: string;
  /** One sentence. */
  readonly message: string;
  readonly remedy: string | null;
}

export interface DoctorAnswer {
  readonly lines: readonly DoctorLine[];
}
