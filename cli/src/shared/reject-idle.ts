/** Rejects an option that has no effect without another: whoever gives it expects something else to happen. */
import type { Failure, Result } from '#engine';
import type { Call, Command } from './command';
import { longFlag, placesOf, valueOf } from './option-names';

type Words = Pick<Command, 'operands' | 'options'>;

/** Fails if an option is given without any of those that it needs. */
export function rejectIdle(command: Words, call: Pick<Call<unknown>, 'operands' | 'options'>): Result<void, Failure> {
  for (const option of command.options) {
    const { needs = [] } = option;
    const flag = longFlag(option);
    const isIdle = valueOf(flag, call) !== undefined && needs.every((need) => !isThere(need, command, call));
    if (needs.length === 0 || !isIdle) continue;
    const message = `${flag} has no effect without ${needs.map(describe).join(' or ')}.`;
    const remedy = `Add ${needs.map(describe).join(' or ')}, or leave ${flag} out.`;
    return { ok: false, error: { kind: 'usage', message, remedy } };
  }
  return { ok: true, value: undefined };
}

function isThere(need: string, { operands }: Words, call: Pick<Call<unknown>, 'operands' | 'options'>): boolean {
  if (need.startsWith('--')) return valueOf(need, call) !== undefined;
  return call.operands.length > placesOf(operands).indexOf(need);
}

function describe(need: string): string {
  return need.startsWith('--') ? need : `the names of ${need}`;
}
