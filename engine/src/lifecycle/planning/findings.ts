/** The findings of planning and checks: errors that stop a plan, and warnings. */
import type { Advice } from '../../base/advice';
import type { Finding } from '../answers/finding';

/** The code of the finding that grants would be lost unread. */
export const unknownGrants = 'grants-unknown';

export function stop(code: string, message: string, remedy: Advice): Finding {
  return { severity: 'error', code, message, remedy };
}

export function warn(code: string, message: string, remedy: Advice): Finding {
  return { severity: 'warning', code, message, remedy };
}
