/** Why nothing is written, run or connected to before a person trusts the workspace. */
import type { Failure } from './failure';

export const restricted: Failure = {
  kind: 'not-permitted',
  message: 'In Restricted Mode Sproc reads and checks sources, but connects to no server and writes nothing.',
  remedy: 'Trust the workspace first.',
};
