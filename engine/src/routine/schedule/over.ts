/** Events whose last moment has passed: a server runs them no more, and drops or disables them by itself. */

/** The present moment of a server, `2032-01-01 10:00:00`, in its zones; empty where it reports none. */
export interface Clock {
  readonly utc: string;
  /** The moment in the zone of new sessions. */
  readonly global: string;
  /** The moment in the zone of the machine. */
  readonly system: string;
}

/** The moment after which an event is over, in a time zone; a null zone is that of new sessions. */
export interface LastMoment {
  readonly at: string;
  readonly zone: string | null;
}

/** The schedule in a routine's parts; without one in all that are not events. */
interface Scheduled {
  /** The unit is empty for AT, and the end for an event without one. */
  readonly event: { readonly unit: string; readonly ends: string | null } | null;
  /** The moment of AT or STARTS; null where only the server knows it. */
  readonly starts: string | null;
}

/** Returns the moment of AT or ENDS; null if there is none, or if only the server knows it. */
export function findLastMoment({ event, starts }: Scheduled): string | null {
  if (event === null) return null;
  return event.unit === '' ? starts : event.ends || null;
}

export function isOver({ at, zone }: LastMoment, clock: Clock | null): boolean {
  if (at === '') return true;
  const now = clock === null ? '' : nowIn(zone, clock);
  return now !== '' && at < now;
}

/** Returns true from the last moment on: an event that is gone or disabled by then has run in that very second. */
export function isReached({ at, zone }: LastMoment, clock: Clock | null): boolean {
  if (at === '') return true;
  const now = clock === null ? '' : nowIn(zone, clock);
  return now !== '' && at <= now;
}

/** Returns the moment in a zone; of a zone with a name the earliest that it can be. */
function nowIn(zone: string | null, { utc, global, system }: Clock): string {
  if (zone === null) return global;
  if (zone === 'SYSTEM') return system;
  const [, sign = '-', hours = '12', minutes = '00'] = /^([+-])(\d\d?):(\d\d)$/.exec(zone) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  const at = Date.parse(`${utc.replace(' ', 'T')}Z`);
  if (Number.isNaN(at)) return '';
  return new Date(at + offset * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}
