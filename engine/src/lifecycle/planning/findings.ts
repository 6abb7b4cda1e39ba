/** What planning and the checks have to say of a plan: what stops it, and what is worth a warning. */
import type { Finding } from '../answers/finding';

export function stop(code: string, message: string, remedy: string): Finding {
  return { severity: 'error', code, message, remedy };
}

export function warn(code: string, message: string, remedy: string): Finding {
  return { severity: 'warning', code, message, remedy };
}
