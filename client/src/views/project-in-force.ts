/** The words for the content of sproc.json that is used while the present one has mistakes. */
import type { ProjectState } from '#protocol';

/** Returns `using the one of 16:02`, in the clock of this machine. */
export function describeInForce(
  { inForce, readAt }: Pick<ProjectState, 'inForce' | 'readAt'>,
  now: Date = new Date(),
): string {
  if (inForce === 'earlier' && readAt !== null) return `using the one of ${printMinute(new Date(readAt), now)}`;
  if (inForce === 'partial') return 'using the environments without mistakes';
  return 'nothing can be read before they are corrected';
}

function printMinute(at: Date, now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const minute = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (at.toDateString() === now.toDateString()) return minute;
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${minute}`;
}
