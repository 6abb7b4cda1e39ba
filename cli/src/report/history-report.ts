/** `history` for people: each deployment with its steps. */
import { plural, printEnd, printStepEnd, type HistoryAnswer } from '#engine';
import { oneLine, type Style, printNote } from './style';
import { printTable } from './table';

type Deployment = HistoryAnswer['deployments'][number];

export interface AskedHistory {
  readonly isVerified: boolean;
  /** A head that was asked for; null for none. */
  readonly head: string | null;
}

export function printHistory(answer: HistoryAnswer, asked: AskedHistory, style: Style): string {
  const { deployments, prunings, chain, heads, problems, notes } = answer;
  const intact = chain === 'accepted' ? 'the chain is intact since it was accepted' : 'the chain is intact';
  const proof = chain !== 'broken' && asked.isVerified ? `, ${style.good(intact)}` : '';
  const lines = [
    ...deployments.map((deployment) => printDeployment(deployment, style)),
    ...prunings.map((pruning) => printPruning(pruning, style)),
    `${plural(deployments.length, 'deployment')}${proof}`,
    ...heads.flatMap((head) => printHead(head, style)),
    ...(asked.head !== null && chain !== 'broken'
      ? [style.good(`${asked.head} is in the chain: everything up to it is as it was`)]
      : []),
    ...problems.map(({ message }) => style.bad(oneLine(message))),
    ...notes.map((note) => printNote(note, style).trimEnd()),
  ];
  return `${lines.join('\n')}\n`;
}

function printHead(head: HistoryAnswer['heads'][number], style: Style): readonly string[] {
  const { target, sequence, hash, rows, signed, isKeyChecked, accepted } = head;
  if (sequence === 0) return [];
  const line = `${target} ends at row ${sequence}: ${hash}`;
  const unsigned = rows - signed;
  const key = isKeyChecked
    ? `signed rows: ${signed}${unsigned === 0 ? '' : `; ${plural(unsigned, 'row')} written without the key`}`
    : `signed rows: ${signed}, verified by their hashes only, since the key is not set`;
  return [
    style.faint(oneLine(line)),
    ...(signed > 0 || isKeyChecked ? [`  ${isKeyChecked ? key : style.warn(key)}`] : []),
    ...(accepted === null
      ? []
      : [
          style.warn(
            oneLine(
              `  accepted as it was at row ${accepted.sequence} of ${accepted.at} by ${accepted.by} (${accepted.account ?? 'unknown'}): ${accepted.reason}`,
            ),
          ),
        ]),
  ];
}

/** The maximum number of ids that are printed. */
const mostIds = 5;

function printPruning(pruning: HistoryAnswer['prunings'][number], style: Style): string {
  const { deployment, at, by, from, account, reason, removed, rows, target } = pruning;
  const rest = removed.length - mostIds;
  const ids = [...removed.slice(0, mostIds), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
  const what = `removed ${plural(removed.length, 'deployment')} (${plural(rows, 'row')}) from the ledger of ${target}: ${ids}`;
  const facts = [`by ${by} from ${from}`, account === null ? '' : `as ${account}`, reason ?? ''];
  const title = `${style.bold(oneLine(deployment))}  gc  ${oneLine(at)}`;
  return `${title}\n  ${style.faint(oneLine(facts.filter((fact) => fact !== '').join(', ')))}\n  ${oneLine(what)}\n`;
}

/** Returns `new → 1.0.0`, `1.0.0 → unregistered`, `1.0.0 → dropped`. */
function printVersions({ from, to }: Deployment['steps'][number]): string {
  const print = (version: string): string => (version === '-' ? 'unregistered' : version);
  return `${from === null ? 'new' : print(from)} → ${to === null ? 'dropped' : print(to)}`;
}

function printDeployment(deployment: Deployment, style: Style): string {
  const {
    deployment: id,
    kind,
    command,
    startedAt,
    outcome,
    by,
    account,
    from,
    branch,
    commit,
    reason,
    ticket,
    accepted,
    steps,
  } = deployment;
  const isGood = outcome === 'deployed' || outcome === 'nothing-to-do';
  const title = `${style.bold(oneLine(id))}  ${oneLine(command)}  ${startedAt}  ${(isGood ? style.good : style.warn)(printEnd(deployment))}`;
  const source = [branch, commit?.slice(0, 8)].filter((word) => word != null).join(' ');
  const losses = accepted.length === 0 ? '' : `accepted ${accepted.join(', ')}`;
  const about = ticket === null ? '' : `ticket ${ticket}`;
  const facts = [
    `by ${by} from ${from}`,
    account === null ? '' : `as ${account}`,
    source,
    about,
    losses,
    reason ?? '',
  ].filter((fact) => fact !== '');
  const isOfOne = new Set(steps.map(({ target }) => target)).size < 2;
  const rows = steps.map((step) => [
    ...[`  ${step.routine}`, ...(isOfOne ? [] : [step.target])],
    printVersions(step),
    step.strategy === step.action || kind === 'adopt' ? '' : step.strategy,
    printStepEnd(kind, step),
    step.error ?? '',
  ]);
  return `${title}\n  ${style.faint(oneLine(facts.join(', ')))}\n${printTable(rows)}`;
}
