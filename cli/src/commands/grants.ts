/** `sproc grants`: what accounts need in an environment, as statements that run. */
import type { GrantsAnswer } from '#engine';
import { askProject, given } from '../shared/ask-project';
import type { Command } from '../shared/command';
import { oneLine, type Style } from '../report/style';

interface GrantsOptions {
  readonly deployer?: string;
  readonly reader?: string;
  readonly application?: string;
}

export const grants: Command<GrantsOptions> = {
  name: 'grants',
  operands: '<environment>',
  summary: 'Print the GRANT statements that a deployer, a reader and an application need',
  options: [
    { flags: '--deployer <account>', summary: 'Deployment account, user@host (default: the user in sproc.json).' },
    { flags: '--reader <account>', summary: 'Read-only account, user@host.' },
    { flags: '--application <account>', summary: 'Account that calls the routines, user@host.' },
  ],
  examples: ['grants prod', 'grants prod --application shop@10.0.0.%'],
  run(call) {
    const [environment = ''] = call.operands;
    const { deployer, reader, application } = call.options;
    return askProject(
      call,
      (sproc) => sproc.grants({ environment, ...given({ deployer, reader, application }) }),
      (answer) => ({ exit: 0, text: (style) => printGrants(answer, style) }),
    );
  },
};

/** Prints statements that can be run as printed: everything else is a comment. */
function printGrants({ accounts, notes }: GrantsAnswer, style: Style): string {
  const blocks = accounts.map(({ role, account, target, exists, statements }) => {
    const head = `-- ${role} ${oneLine(account)}${target === undefined ? '' : ` on ${oneLine(target)}`}`;
    const missing = '-- This account does not exist. Create it with CREATE USER, then ask again, or name another one:';
    // A statement that cannot run yet is printed as a comment.
    const lines = statements.map((statement) => `${exists === false ? '-- ' : ''}${oneLine(statement)};`);
    return [style.faint(head), ...(exists === false ? [style.warn(missing)] : []), ...lines, ''].join('\n');
  });
  return `${blocks.join('\n')}\n${notes.map((note) => `${style.faint(`-- ${oneLine(note)}`)}\n`).join('')}`;
}
