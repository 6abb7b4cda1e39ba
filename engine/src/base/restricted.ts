/** The failure of everything that writes, runs or connects before a person trusts the workspace. */
import type { Failure } from './failure';

export const restricted: Failure = {
  kind: 'not-permitted',
  message: 'In Restricted Mode, Sproc checks sources, but does not connect to servers or write files.',
  remedy: 'Trust the workspace first.',
};
