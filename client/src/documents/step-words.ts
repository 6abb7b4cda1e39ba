/** A step of a plan in one line. */
import type { PlanStep } from '#engine';
import { nameStrategy } from './explain-strategy';

/** Returns `replace procedure shop.a: 1.1.0 → 1.2.0 (queued: callers wait, none fails)`. */
export function printStepLine(step: PlanStep): string {
  const strategy = nameStrategy(step);
  return strategy === null ? printStepHead(step) : `${printStepHead(step)} (${strategy})`;
}

/** Returns `create procedure shop.a 1.0.0`, `replace procedure shop.a: 1.1.0 → 1.2.0` or `drop procedure shop.a`. */
export function printStepHead({ action, kind, routine, from, to }: PlanStep): string {
  const what = `${action} ${kind} ${routine}`;
  if (action === 'drop') return what;
  if (action === 'create') return isVersion(to) ? `${what} ${to}` : what;
  if (!isVersion(from) && !isVersion(to)) return `${what}: ${unregisteredChange[action]}`;
  return `${what}: ${isVersion(from) ? from : unregistered} → ${isVersion(to) ? to : unregistered}`;
}

function isVersion(version: string | null): version is string {
  return version !== null && version !== '-';
}

const unregistered = 'an unregistered text';

/** The descriptions of a change without a version before and after. */
const unregisteredChange = {
  replace: 'its text changes (neither text is registered)',
  alter: 'its characteristics change (neither text is registered)',
} as const;
