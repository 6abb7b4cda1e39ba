/** The words for the content of sproc.json that is used while the present one has mistakes. */
import type { ProjectState } from '#protocol';
import { printMoment } from './model/moments';

/** Returns `using the one of 16:02`, in the clock of this machine. */
export function describeInForce(
  { inForce, readAt }: Pick<ProjectState, 'inForce' | 'readAt'>,
  now: Date = new Date(),
): string {
  if (inForce === 'earlier' && readAt !== null) return `using the one of ${printMoment(new Date(readAt), now)}`;
  if (inForce === 'partial') return 'using the environments without mistakes';
  return 'nothing can be read before they are corrected';
}
