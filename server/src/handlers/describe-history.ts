/** Adds the words of each outcome to a history, so that clients need none of their own. */
import { printEnd, printStepEnd, type HistoryAnswer } from '#engine';
import type { DescribedHistory } from '#protocol';

export function describeHistory(answer: HistoryAnswer): DescribedHistory {
  const deployments = answer.deployments.map((deployment) => ({
    ...deployment,
    end: printEnd(deployment),
    steps: deployment.steps.map((step) => ({ ...step, end: printStepEnd(deployment.kind, step) })),
  }));
  return { ...answer, deployments };
}
