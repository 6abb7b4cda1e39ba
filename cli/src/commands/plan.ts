/** `sproc plan`: what a deployment would do. Nothing is changed. */
import type { Command } from '../shared/command';
import { formatOption, type FormatOptions } from '../shared/format-option';
import { writePlanFile } from '../shared/plan-file';
import { makePlanRequest, planOptions, type PlanOptions } from '../shared/plan-options';
import { printPlanMarkdown } from '../report/plan-markdown';
import { hasErrors, printPlan } from '../report/plan-report';
import type { Style } from '../report/style';

interface Options extends PlanOptions, FormatOptions {
  readonly out?: string;
}

export const plan: Command<Options> = {
  name: 'plan',
  operands: '<environment> [routines...]',
  summary: 'Show what a deployment would do (read-only)',
  options: [
    ...planOptions,
    { flags: '--out <file>', summary: 'Also save the plan to a file, for `sproc deploy --plan`.' },
    formatOption,
  ],
  examples: [
    'plan dev',
    'plan prod place_order@1.2.0 --with-callees --out plan.json',
    'plan dev --format markdown > plan.md',
  ],
  async run(call) {
    const { operands, options, open } = call;
    const request = makePlanRequest(operands, options);
    const sproc = await open();
    if (!sproc.ok) return sproc;
    const made = await sproc.value.plan(request);
    if (!made.ok) return made;
    const answer = made.value;
    if (options.out !== undefined) {
      const written = await writePlanFile(call, options.out, { request, plan: answer });
      if (!written.ok) return written;
    }
    const isMarkdown = options.format === 'markdown';
    const text = (style: Style) => (isMarkdown ? printPlanMarkdown(answer) : printPlan(answer, style));
    return { ok: true, value: { exit: hasErrors(answer) ? 1 : 0, answer, text } };
  },
};
