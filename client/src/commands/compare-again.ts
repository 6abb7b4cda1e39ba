/** Makes a comparison again, with the sides as they are in the Differences view. */
import type { Comparison } from '../comparing/comparison';
import { askProject } from './ask';
import type { CommandContext } from './command';
import { readComparison } from './compare';

export async function compareWith(context: CommandContext, wanted: Comparison): Promise<Comparison | undefined> {
  const { project, left, right, routines } = wanted;
  const state = await askProject(context, { project });
  const comparison = state && (await readComparison(context, state, { left, right }, routines));
  if (comparison !== undefined) await context.comparing.view.show(comparison);
  return comparison;
}
