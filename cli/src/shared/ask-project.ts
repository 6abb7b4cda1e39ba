/** The way of most commands: open the project, ask it one thing, tell the answer. */
import type { Answer, Failure, Result, Sproc } from '#engine';
import type { Call, Outcome } from './command';

export async function askProject<T extends object>(
  { open }: Pick<Call<unknown>, 'open'>,
  ask: (sproc: Sproc) => Answer<T>,
  report: (answer: T) => Omit<Outcome, 'answer'>,
): Promise<Result<Outcome, Failure>> {
  const sproc = await open();
  if (!sproc.ok) return sproc;
  const answer = await ask(sproc.value);
  if (!answer.ok) return answer;
  return { ok: true, value: { answer: answer.value, ...report(answer.value) } };
}

/** A record without the entries that are undefined, as exact optional properties want it. */
export function given<T extends object>(record: T): { readonly [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    readonly [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
