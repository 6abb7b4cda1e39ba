/** `sproc preflight`: what would stop or endanger a deployment, each with its remedy. Nothing is changed. */
import type { Command } from '../shared/command';
import { makePlanRequest, planOptions, type PlanOptions } from '../shared/plan-options';
import { printFindings, printNotes } from '../report/plan-report';

export const preflight: Command<PlanOptions> = {
  name: 'preflight',
  operands: '<environment> [routines...]',
  summary: 'Check for problems before a deployment (read-only)',
  options: planOptions,
  examples: ['preflight prod', 'preflight prod place_order@1.2.0'],
  async run({ operands, options, open }) {
    const sproc = await open();
    if (!sproc.ok) return sproc;
    const checked = await sproc.value.preflight(makePlanRequest(operands, options));
    if (!checked.ok) return checked;
    const answer = checked.value;
    return {
      ok: true,
      value: {
        exit: answer.ok ? 0 : 1,
        answer,
        text: (style) => printFindings(answer.findings, style) + printNotes(answer.notes, style),
      },
    };
  },
};
