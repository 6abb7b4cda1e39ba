/** The formatter is registered exactly once, however often and fast its setting changes. */
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { Connection } from 'vscode-languageserver';
import { FormatRegistration } from '../../server/src/format-registration';

describe('FormatRegistration', () => {
  for (const isOn of [true, false])
    it(`leaves ${isOn ? 'one formatter of each kind' : 'none'} after many changes`, async () => {
      const offered = new Map<string, number>();
      const add = (method: string, by: number): void => void offered.set(method, (offered.get(method) ?? 0) + by);
      const register = async ({ method }: { readonly method: string }) => {
        await wait(1);
        add(method, 1);
        return { dispose: () => add(method, -1) };
      };
      const formats = new FormatRegistration({ client: { register } } as unknown as Connection);
      await Promise.all([true, false, true, true, false, true, !isOn, isOn].map((wanted) => formats.follow(wanted)));
      const count = isOn ? 1 : 0;
      assert.deepEqual(Object.fromEntries(offered), {
        'textDocument/formatting': count,
        'textDocument/rangeFormatting': count,
      });
    });
});
