/** Opens the example shop in a real VS Code in the browser, with live environments, until Ctrl+C. */
import { constants } from 'node:os';
import { repositoryPath } from '../repository';
import { CodeServer } from '../vscode/code-server';
import { findEditor } from '../vscode/vscode-program';
import { showClock } from './clock';
import { makeShopFolder, shopPasswords, type ShopPorts } from './shop-folder';
import { startShopServer } from './shop-servers';
import { runTyped } from './typed-command';

const folder = repositoryPath('out', 'demo', 'editor', 'shop');
const packed = repositoryPath('out', 'sproc.vsix');

async function main(): Promise<void> {
  console.log('Starting MySQL and MariaDB with the tables of the shop.');
  const dev = await showClock('Starting MySQL for dev', () => startShopServer('mysql'));
  const mariadb = await showClock('Starting MariaDB', () => startShopServer('mariadb'));
  const prod = await showClock('Starting MySQL for prod', () => startShopServer('mysql'));
  const ports = { dev: dev.port, mariadb: mariadb.port, prod: prod.port };
  makeShopFolder(folder, ports);
  console.log('Registering the routines as 1.0.0, and deploying them to dev and mariadb.');
  await beginStory(ports);
  const editor = await openInBrowser(ports);
  printInvitation(ports, editor);
  stopAtEnd([dev, mariadb, prod, ...(editor.ok ? [editor.value] : [])]);
}

/** Runs the commands that the demo on the command line has run by then; prod is left for the person. */
async function beginStory(ports: ShopPorts): Promise<void> {
  const typed = ['register --message "The shop as it is"', 'deploy dev --yes', 'deploy mariadb --yes'];
  for (const command of typed) {
    const exit = await runTyped({ typed: command, folder, variables: shopPasswords(ports), most: 4 });
    if (exit !== 0) throw new Error(`This should have succeeded, but ended with exit code ${exit ?? 'of a signal'}.`);
  }
}

type Opened = { readonly ok: true; readonly value: CodeServer } | { readonly ok: false; readonly error: string };

async function openInBrowser(ports: ShopPorts): Promise<Opened> {
  const program = await showClock('Looking for VS Code, or installing it', () => findEditor('newest'));
  if (!program.ok) return program;
  console.log('\nStarting VS Code with the extension installed.');
  const env = shopPasswords(ports);
  const start = (): Promise<CodeServer> => CodeServer.start({ program: program.value, extensions: [packed], env });
  return { ok: true, value: await showClock('Starting VS Code', start) };
}

function printInvitation(ports: ShopPorts, editor: Opened): void {
  const passwords = Object.entries(shopPasswords(ports)).map(([name, value]) => `${name}=${value}`);
  const desktop = `In a VS Code of your own, which asks for passwords that it is not given:
  code --install-extension out/sproc.vsix
  ${passwords.join(' ')} code out/demo/editor/shop`;
  if (!editor.ok) {
    console.log(`\nVS Code cannot be had here: ${editor.error}. The servers run.\n\n${desktop}\n\nCtrl+C ends them.`);
    return;
  }
  console.log(`
Open this in a browser on this machine:

  ${editor.value.url({ folder })}

To try there:
  - the Sproc icon on the left: routines with their versions, environments with what runs on them
  - draft/vouchers.sql: a CALL of a procedure that nobody has written
  - routines/shop/orders.sql: change a line of place_order, then press Deploy… above it, and pick dev
  - then Compare…, Register Version…, Roll Back… from the palette (F1, "Sproc")
  - prod is protected, and takes only versions that are marked PRODUCTION

${desktop}

Ctrl+C ends VS Code and the servers.`);
}

/** Waits for the person; what was started goes with this process, whichever way it ends. */
function stopAtEnd(started: readonly { stop(): Promise<void> }[]): void {
  setInterval(() => undefined, 60_000);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(name, () => {
      console.log('\nEnding VS Code and the servers.');
      const exit = name === 'SIGINT' ? 0 : 128 + constants.signals[name];
      void Promise.allSettled(started.map((one) => one.stop())).then(() => process.exit(exit));
    });
}

main().catch((problem: unknown) => {
  console.error(problem instanceof Error ? problem.message : problem);
  process.exit(1);
});
