/** Moments and durations as people read them, in the time zone of the window. */

/** Returns `Today`, `Yesterday`, or `Monday, 2026-11-30`. */
export function printDay(moment: Date, now: Date): string {
  const day = localDay(moment);
  if (day === localDay(now)) return 'Today';
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (day === localDay(yesterday)) return 'Yesterday';
  return `${weekdays[moment.getDay()] ?? ''}, ${day}`;
}

/** Returns `2026-11-30`. */
export function localDay(moment: Date): string {
  return `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`;
}

/** Returns `14:03`. */
export function localTime(moment: Date): string {
  return `${twoDigits(moment.getHours())}:${twoDigits(moment.getMinutes())}`;
}

/** Returns `0.3 s`, `12 s`, `2 min 5 s`, `1 h 2 min`. */
export function printDuration(milliseconds: number): string {
  if (milliseconds < 10_000) return `${Math.max(0, milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
