/** `sproc mark`: the next status of a version, or of all that a pattern selects. */
import {
  isPattern,
  plural,
  type Failure,
  type MarkAnswer,
  type MarkManyAnswer,
  type MarkManyRequest,
  type Result,
} from '#engine';
import { adviceText } from '../report/print-action';
import { renderReport, type Style } from '../report/style';
import { printTable } from '../report/table';
import { askProject, given } from '../shared/ask-project';
import type { Call, Command, Outcome } from '../shared/command';
import { askYes, demandYes, dryRunOption, notConfirmed } from '../shared/mutation-options';
import { statuses } from '../shared/statuses';

interface MarkOptions {
  readonly reason?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

export const mark: Command<MarkOptions> = {
  name: 'mark',
  operands: '<routine> <status>',
  summary: `Change the status of a version to ${statuses.join(', ')}`,
  options: [
    { flags: '--reason <text>', summary: 'Reason, recorded with the change (required).' },
    { flags: '-y, --yes', summary: 'Skip the confirmation prompt of a pattern.' },
    dryRunOption,
  ],
  examples: [
    'mark place_order@1.2.0 TESTING --reason "All tests pass"',
    'mark \'shop.*\' TESTING --reason "All tests pass" --dry-run',
  ],
  async run(call) {
    const [ref = '', word = ''] = call.operands;
    const { reason = '', dryRun } = call.options;
    const status = statuses.find((known) => known === word.toUpperCase());
    if (status === undefined) {
      const remedy = `Use one of ${statuses.join(', ')}.`;
      return { ok: false, error: { kind: 'usage', message: `'${word}' is not a version status.`, remedy } };
    }
    if (reason.trim() === '') {
      const remedy = 'Add `--reason "..."`.';
      return { ok: false, error: { kind: 'usage', message: 'Changing a status requires a reason.', remedy } };
    }
    if (isPattern(ref)) return markMany(call, { ref, status, reason });
    return askProject(
      call,
      (sproc) => sproc.mark({ ref, status, reason, ...given({ dryRun }) }),
      (answer) => ({ exit: 0, text: () => printMarked(answer, dryRun === true) }),
    );
  },
};

/** Shows the whole effect, and asks once unless `--yes` or `--dry-run` answers already. */
async function markMany(call: Call<MarkOptions>, request: MarkManyRequest): Promise<Result<Outcome, Failure>> {
  const { yes = false, dryRun = false } = call.options;
  const meant = demandYes(call, 'A pattern can change the status of many versions');
  if (!meant.ok) return meant;
  const sproc = await call.open();
  if (!sproc.ok) return sproc;
  if (!yes && !dryRun) {
    const foreseen = await sproc.value.markMany({ ...request, dryRun: true });
    if (!foreseen.ok) return foreseen;
    const { marked } = foreseen.value;
    if (marked.length > 0) {
      call.host.print(renderReport((style) => printAll(foreseen.value, true, style), call.host.coloured));
      const isMeant = await askYes(`Mark ${plural(marked.length, 'version')} as ${request.status}?`, call.host);
      if (!isMeant) return notConfirmed();
    }
  }
  const done = await sproc.value.markMany({ ...request, dryRun });
  if (!done.ok) return done;
  const answer = done.value;
  const exit = answer.skipped.length === 0 ? 0 : 1;
  return { ok: true, value: { exit, answer, text: (style) => printAll(answer, dryRun, style) } };
}

function printAll({ marked, unchanged, skipped }: MarkManyAnswer, isDry: boolean, style: Style): string {
  const rows = marked.map(({ routine, version, from, to }) => [
    routine,
    version,
    { text: `${from} → ${to}`, paint: style.good },
  ]);
  const left = skipped.map(({ routine, version, from, reason }) => [
    routine,
    version ?? '',
    { text: from === null ? 'skipped' : `skipped, ${from}`, paint: style.warn },
    adviceText(reason),
  ]);
  const would = isDry ? 'would be ' : '';
  const sum = `${plural(marked.length, 'version')} ${would}marked, ${unchanged.length} unchanged, ${skipped.length} skipped\n`;
  return `${printTable(rows)}${printTable(left)}${sum}`;
}

function printMarked(answer: MarkAnswer, isDry: boolean): string {
  const { routine, version, from, to, body = [] } = answer;
  const line = `${routine} ${version}: ${isDry ? 'would change ' : ''}${from} → ${to}\n`;
  return body.map((one) => printMarked(one, isDry)).join('') + line;
}
