/** `sproc recover`: finishes or undoes what an interrupted deployment has left. */
import { carryOutOptions, makeCarryOut, tellOutcome, type CarryOutOptions } from '../carry-out';
import type { Command } from '../command';

export const recover: Command<CarryOutOptions> = {
  name: 'recover',
  operands: '<environment>',
  summary: 'Finish or undo what an interrupted deployment has left',
  options: carryOutOptions.filter(({ flags }) => !flags.includes('--yes')),
  examples: ['recover prod --confirm prod'],
  async run(call) {
    const sproc = await call.open();
    if (!sproc.ok) return sproc;
    const recovered = await sproc.value.recover({ environment: call.operands[0] ?? '', ...makeCarryOut(call) });
    return recovered.ok ? tellOutcome(recovered.value) : recovered;
  },
};
