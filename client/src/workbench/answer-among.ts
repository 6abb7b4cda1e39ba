/** Buttons whose labels have names: they are shown written out, and the answer is the label that was given. */
import { visible } from '#protocol';

/** Returns the answer of the person among the given ones; undefined if the person turned away. */
export async function answerAmong(
  answers: readonly string[],
  show: (labels: readonly string[]) => PromiseLike<string | undefined>,
): Promise<string | undefined> {
  const labels = answers.map(visible);
  const chosen = await show(labels);
  return chosen === undefined ? undefined : answers[labels.indexOf(chosen)];
}
