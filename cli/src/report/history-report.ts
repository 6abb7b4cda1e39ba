/** `history` for people: each deployment with its steps. */
import type { HistoryAnswer } from '#engine';
import { oneLine, plural, type Style } from './style';
import { printTable } from './table';

type Deployment = HistoryAnswer['deployments'][number];

export function printHistory({ deployments, chain }: HistoryAnswer, verified: boolean, style: Style): string {
  const parts = deployments.map((deployment) => printDeployment(deployment, style));
  const broken = style.bad('The ledger was changed after it was written: its chain is broken');
  const proof = chain === 'broken' ? `\n${broken}` : verified ? `, ${style.good('the chain is intact')}` : '';
  return `${[...parts, `${plural(deployments.length, 'deployment')}${proof}`].join('\n')}\n`;
}

function printDeployment(deployment: Deployment, style: Style): string {
  const { deployment: id, kind, startedAt, outcome, by, from, branch, commit, reason, steps } = deployment;
  const isGood = outcome === 'deployed' || outcome === 'nothing-to-do';
  const title = `${style.bold(oneLine(id))}  ${kind}  ${startedAt}  ${(isGood ? style.good : style.warn)(outcome)}`;
  const source = [branch, commit?.slice(0, 8)].filter((word) => word != null).join(' ');
  const facts = [`by ${by} from ${from}`, source, reason ?? ''].filter((fact) => fact !== '');
  const rows = steps.map((step) => [
    `  ${step.routine}`,
    step.action,
    `${step.from ?? '·'} → ${step.to ?? '·'}`,
    step.strategy,
    step.outcome,
    step.error ?? '',
  ]);
  return `${title}\n  ${style.faint(oneLine(facts.join(', ')))}\n${printTable(rows)}`;
}
