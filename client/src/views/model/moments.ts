/** Moments as a person reads them in a view: by the clock of the machine, and how long ago they were. */

/** Returns `16:02`, or `2026-11-29 16:02` on another day than now. */
export function printMoment(at: Date, now: Date): string {
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (at.toDateString() === now.toDateString()) return clock;
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** Returns `12 minutes ago`. */
export function printAge(at: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return ago.format(-minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? ago.format(-hours, 'hour') : ago.format(-Math.floor(hours / 24), 'day');
}

const ago = new Intl.RelativeTimeFormat('en');
