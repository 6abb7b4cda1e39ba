import assert from 'node:assert/strict';
import { FrameCheck } from '../../server/src/check-frames';

/** Returns true if all chunks are of messages whose lengths are known. */
function isValid(...chunks: readonly (string | Buffer)[]): boolean {
  const frames = new FrameCheck();
  return chunks.every((chunk) => frames.isValid(typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
}

describe('the frames of messages', () => {
  const message = 'Content-Length: 4\r\n\r\n{"é"';

  it('are followed through whole and divided messages', () => {
    const five = `Content-Length: 5\r\n\r\n{"é"`;
    assert.ok(isValid(five, five + five));
    const bytes = Array.from(Buffer.from(five + five), (byte) => Buffer.of(byte));
    assert.ok(isValid(...bytes), 'byte by byte');
    assert.ok(
      isValid(`Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length:5 \r\n\r\n{"é"${five}`),
    );
    assert.ok(isValid('Content-Length: 0\r\n\r\n', five));
  });

  it('are not looked for in the messages', () =>
    assert.ok(isValid('Content-Length: 22\r\n\r\nContent-Length: -5\r\n\r\n', 'Content-Length: 1\r\n\r\n1')));

  for (const header of ['Content-Length: -5', 'Content-Length: 5.5', 'Content-Length:', 'Content-Type: x', ''])
    it(`are lost after ${header === '' ? 'an empty header' : header}`, () => assert.ok(!isValid(`${header}\r\n\r\n`)));

  it('are lost after more than a header can be', () => assert.ok(!isValid('x'.repeat(5000))));

  it('are lost where a message is longer than it says', () =>
    assert.ok(!isValid(`${message}Content-Length: 4\r\n\r\n`)));
});
