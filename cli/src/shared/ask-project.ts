/** The steps of most commands: open the project, run one use case, print the answer. */
import type { Answer, Failure, Result, Sproc } from '#engine';
import type { Call, Outcome } from './command';

export async function askProject<T extends object>(
  { open }: Pick<Call<unknown>, 'open'>,
  ask: (sproc: Sproc) => Answer<T>,
  report: (answer: T) => Omit<Outcome, 'answer'> & { readonly answer?: T },
): Promise<Result<Outcome, Failure>> {
  const sproc = await open();
  if (!sproc.ok) return sproc;
  const answer = await ask(sproc.value);
  if (!answer.ok) return answer;
  return { ok: true, value: { answer: answer.value, ...report(answer.value) } };
}

/** Returns a record without the undefined entries, as exact optional properties require. */
export function given<T extends object>(record: T): { readonly [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    readonly [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
