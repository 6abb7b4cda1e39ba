import assert from 'node:assert/strict';
import { hoverCommands, printHoverLinks } from '../../client/src/workbench/hover-links';

describe('the links below a hover', () => {
  it('lead to the text, the callers and the versions', () => {
    const argument = { project: 'file:///shop', routine: 'shop.a' };
    const links = printHoverLinks([
      { kind: 'open', argument },
      { kind: 'callers', argument },
      { kind: 'history', argument },
    ]);
    const encoded = encodeURIComponent(JSON.stringify([argument]));
    assert.equal(
      links,
      `[Open](command:sproc.openText?${encoded}) · [Callers](command:sproc.showCallGraph?${encoded}) · [History](command:sproc.showVersions?${encoded})`,
    );
    assert.deepEqual(hoverCommands, ['sproc.openText', 'sproc.showCallGraph', 'sproc.showVersions']);
  });

  it('cannot be ended or extended by a name', () => {
    const routine = 'a) [x](command:workbench.action.quit) `*_<b>"';
    const printed = printHoverLinks([{ kind: 'open', argument: { project: 'p', routine } }]);
    assert.match(printed, /^\[Open\]\(command:sproc\.openText\?[\w%.-]+\)$/);
  });
});
