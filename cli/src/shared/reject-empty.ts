/** Rejects an empty word: it comes from a variable of a script that has no value, and would name the working folder, or nothing. */
import type { Failure, Result } from '#engine';
import type { Call, Command } from './command';
import { longFlag, placesOf, valueOf } from './option-names';

/** Texts, patterns and modes may be empty. */
const mayBeEmpty = /^(?:text|pattern|modes)$/;

/** Fails if an operand or the value of an option is empty. */
export function rejectEmpty(
  command: Pick<Command, 'operands' | 'options' | 'isHidden'>,
  call: Pick<Call<unknown>, 'operands' | 'options'>,
): Result<void, Failure> {
  if (command.isHidden === true) return { ok: true, value: undefined };
  const places = placesOf(command.operands);
  const placeOf = (index: number): string => places[index] ?? places.at(-1) ?? '';
  const empty = call.operands.findIndex((word, index) => word === '' && !mayBeEmpty.test(placeOf(index)));
  const option = command.options.find(
    (each) => valueOf(longFlag(each), call) === '' && !mayBeEmpty.test(/<([^>]*)>/.exec(each.flags)?.[1] ?? ''),
  );
  if (empty < 0 && option === undefined) return { ok: true, value: undefined };
  const what = option === undefined ? `The argument ${placeOf(empty)}` : longFlag(option);
  const remedy = 'Give it a value, or leave it out. A variable of a script may have none.';
  return { ok: false, error: { kind: 'usage', message: `${what} is empty.`, remedy } };
}
