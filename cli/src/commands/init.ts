/** `sproc init`: a first sproc.json from the SQL files of a folder. */
import { proposeProject, startProject, type Failure, type InitAnswer, type Result } from '#engine';
import { askYes, needsNoAnswer } from '../shared/mutation-options';
import { noSuchPath } from '../shared/collect-sources';
import type { Call, Command, Outcome } from '../shared/command';
import { printInit, printProposal } from '../report/init-report';
import { renderReport } from '../report/style';

interface InitOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

export const init: Command<InitOptions> = {
  name: 'init',
  operands: '',
  summary: 'Create sproc.json from the SQL files of a folder',
  options: [
    { flags: '-y, --yes', summary: 'Skip the confirmation prompt.' },
    { flags: '--dry-run', summary: 'Show the proposed file, but write nothing.' },
  ],
  examples: ['init', 'init --dry-run', 'init --yes --project db'],
  async run(call) {
    const { options, root, host } = call;
    const mayWrite = checkConsent(call);
    if (!mayWrite.ok) return mayWrite;
    if ((await host.kindOf(root)) !== 'folder') return { ok: false, error: noSuchPath(root) };
    const tree = host.treeOf(root);
    const proposal = await proposeProject(tree);
    if (!proposal.ok) return proposal;
    if (options.dryRun === true) return report(proposal.value, (style) => printProposal(proposal.value, style));
    if (options.yes !== true) {
      const agreed = await ask(call, proposal.value);
      if (!agreed.ok) return agreed;
    }
    const done = await startProject(tree, proposal.value);
    if (!done.ok) return done;
    return report(done.value, (style) => printInit(done.value, style, options.yes === true));
  },
};

/** Fails if a confirmation is needed but impossible, as the commands that change a server do. */
function checkConsent(call: Call<InitOptions>): Result<void, Failure> {
  if (needsNoAnswer(call)) return { ok: true, value: undefined };
  const message = 'Cannot ask for confirmation: this is not an interactive terminal.';
  return {
    ok: false,
    error: { kind: 'usage', message, remedy: 'Confirm with `--yes`, or look first with `--dry-run`.' },
  };
}

async function ask({ host }: Call<InitOptions>, proposal: InitAnswer): Promise<Result<void, Failure>> {
  host.print(renderReport((style) => printProposal(proposal, style), host.coloured));
  if (await askYes('Write this file?', host)) return { ok: true, value: undefined };
  return { ok: false, error: { kind: 'could-not', message: 'Not confirmed. sproc.json was not written.' } };
}

function report(answer: InitAnswer, text: Outcome['text']): Result<Outcome, Failure> {
  return { ok: true, value: { exit: 0, answer, text } };
}
