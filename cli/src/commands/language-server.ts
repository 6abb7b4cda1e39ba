/** `sproc language-server`: the server of the extension, for any editor that speaks the Language Server Protocol. */
import type { Command } from '../shared/command';

interface LanguageServerOptions {
  readonly stdio?: boolean;
  /** The flag that the server itself reads from the same command line. */
  readonly trust?: boolean;
}

export const languageServer: Command<LanguageServerOptions> = {
  name: 'language-server',
  operands: '',
  summary: 'Start the language server for an editor',
  options: [
    { flags: '--stdio', summary: 'Speak over standard input and output; required.' },
    { flags: '--trust', summary: 'Allow connections, programs and writing, as sproc.json asks for them.' },
  ],
  examples: ['language-server --stdio'],
  run({ options, json, host }) {
    const misuse =
      options.stdio !== true
        ? { message: '`sproc language-server` speaks over standard input and output only.', remedy: 'Add `--stdio`.' }
        : json
          ? { message: 'The language server prints no JSON document.', remedy: 'Remove `--json`.' }
          : null;
    if (misuse !== null) return Promise.resolve({ ok: false, error: { kind: 'usage', ...misuse } });
    return host.serveEditor();
  },
};
