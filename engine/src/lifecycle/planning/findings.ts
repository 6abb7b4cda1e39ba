/** The findings of planning and checks: errors that stop a plan, and warnings. */
import type { Finding } from '../answers/finding';

export function stop(code: string, message: string, remedy: string): Finding {
  return { severity: 'error', code, message, remedy };
}

export function warn(code: string, message: string, remedy: string): Finding {
  return { severity: 'warning', code, message, remedy };
}
