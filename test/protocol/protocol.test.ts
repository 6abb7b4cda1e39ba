import assert from 'node:assert/strict';
import * as protocol from '../../protocol/src/protocol';

const messages = Object.entries(protocol).flatMap(([name, value]) => ('method' in value ? [[name, value.method]] : []));

describe('the protocol', () => {
  it('has messages', () => assert.ok(messages.length > 15));

  it('names each message as its method', () => {
    const renamed = new Map([['importRoutines', 'sproc/import']]);
    for (const [name, method] of messages) assert.equal(method, renamed.get(name ?? '') ?? `sproc/${name ?? ''}`);
  });
});
