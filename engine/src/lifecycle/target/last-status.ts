/** The status of an event whose text states none. */
import type { ComparedRoutine } from '../../routine/difference';

/**
 * Returns the text with its status: one that was deployed as disabled, and states nothing any longer, is to be enabled. If
 * the deployed text stated none either, the status on the server is somebody's choice, and remains.
 */
export function withLastStatus<T extends ComparedRoutine>(text: T, deployed: string | null): T {
  const { eventStatus } = text.parts;
  if (text.key.kind !== 'event' || eventStatus !== null || deployed === null || deployed === 'enable') return text;
  return { ...text, parts: { ...text.parts, eventStatus: 'enable' } };
}
