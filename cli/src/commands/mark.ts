/** `sproc mark`: the next status of a version. */
import type { MarkAnswer } from '#engine';
import { askProject, given } from '../shared/ask-project';
import type { Command } from '../shared/command';
import { dryRunOption } from '../shared/mutation-options';
import { statuses } from '../shared/statuses';

interface MarkOptions {
  readonly reason?: string;
  readonly dryRun?: boolean;
}

export const mark: Command<MarkOptions> = {
  name: 'mark',
  operands: '<routine> <status>',
  summary: `Change the status of a version to ${statuses.join(', ')}`,
  options: [{ flags: '--reason <text>', summary: 'Reason, recorded with the change (required).' }, dryRunOption],
  examples: ['mark place_order@1.2.0 TESTING --reason "All tests pass"'],
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
    return askProject(
      call,
      (sproc) => sproc.mark({ ref, status, reason, ...given({ dryRun }) }),
      (answer) => ({ exit: 0, text: () => printMarked(answer, dryRun === true) }),
    );
  },
};

function printMarked(answer: MarkAnswer, isDry: boolean): string {
  const { routine, version, from, to, body = [] } = answer;
  const line = `${routine} ${version}: ${isDry ? 'would change ' : ''}${from} → ${to}\n`;
  return body.map((one) => printMarked(one, isDry)).join('') + line;
}
