/** The marks of a file as a person sees them: under which words squiggles are, and the number of problems. */
import type { Workbench } from '../../../scripts/vscode/workbench';

/** Run inside the page: the words under the squiggles of the active editor, in order; a word that is cut is returned cut. */
const wordsUnderSquiggles = `(() => {
  const editor = document.querySelector('.editor-group-container.active .monaco-editor');
  if (editor === null) return [];
  const lines = [...editor.querySelectorAll('.view-line')].map((line) => ({ line, box: line.getBoundingClientRect() }));
  const wordUnder = (mark) => {
    const line = lines.find(({ box }) => box.top <= mark.top + 1 && mark.bottom - 1 <= box.bottom)?.line;
    if (line === undefined) return '(no line)';
    const range = document.createRange();
    let word = '';
    for (const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT); walker.nextNode(); ) {
      const node = walker.currentNode;
      if (node.parentElement.closest('[class*="ced-"]')) continue; // an inlay hint is no text of the file
      for (let i = 0; i < node.length; i++) {
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const { left, right } = range.getBoundingClientRect();
        if ((left + right) / 2 > mark.left && (left + right) / 2 < mark.right) word += node.data[i];
      }
    }
    return word.replaceAll('\\u00a0', ' ');
  };
  return [...editor.querySelectorAll('.squiggly-error, .squiggly-warning')]
    .map((mark) => mark.getBoundingClientRect())
    .sort((a, b) => a.top - b.top || a.left - b.left)
    .map(wordUnder);
})()`;

/** Waits until exactly these words have squiggles in the active editor, and Problems counts as many in the window. */
export async function marksAre(workbench: Workbench, words: readonly string[], elsewhere = 0): Promise<void> {
  const wanted = JSON.stringify({ words, problems: words.length + elsewhere });
  const end = Date.now() + 30_000;
  for (;;) {
    const marked = await workbench.page.evaluate<readonly string[]>(wordsUnderSquiggles);
    const seen = JSON.stringify({ words: marked, problems: await countProblems(workbench) });
    if (seen === wanted) return;
    if (Date.now() > end) throw new Error(`The marks are ${seen}, not ${wanted}.`);
    await workbench.page.waitForTimeout(100);
  }
}

/** Returns the sum of errors and warnings in the status bar. */
async function countProblems(workbench: Workbench): Promise<number> {
  const item = workbench.page.locator('.statusbar-item[id="status.problems"]');
  const label = (await item.count()) === 0 ? '' : ((await item.getAttribute('aria-label')) ?? '');
  return [...label.matchAll(/(?:Errors|Warnings): (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
}
