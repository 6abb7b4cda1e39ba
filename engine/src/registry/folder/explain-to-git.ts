/**
 * The git attributes of the registry's folder: texts keep their bytes, heads of branches are merged, and temporary
 * files are not committed.
 */
import type { Report } from './migrate-folder';
import type { RegistryWriter } from './registry-files';

const texts = '*.sql -text\n*.json -text\n';
/** Ledger heads are a set: the lines of both branches hold. */
const attributes = `${texts}status.jsonl -text\nheads/*.jsonl -text merge=union\n`;
/** The attributes of earlier versions of Sproc, which merged the logs of two branches line by line. */
const oldAttributes = [`${texts}status.jsonl -text merge=union\n`, `${texts}status.jsonl -text\n`];

export async function explainToGit(files: RegistryWriter, report: Report): Promise<void> {
  const known = await files.read('.gitattributes');
  if (known === null) await files.create('.gitattributes', attributes);
  else if (oldAttributes.includes(known.replaceAll('\r\n', '\n'))) await files.replace('.gitattributes', attributes);
  else {
    const line = known.split(/\r?\n/).find((each) => /^(?!heads\/)[^#]*\bmerge=union\b/.test(each));
    if (line !== undefined)
      report(
        `The line \`${line.trim()}\` of ${files.folder}/.gitattributes lets git merge status logs that contradict each other. Remove \`merge=union\` from it.`,
      );
  }
  if ((await files.read('.gitignore')) === null) await files.create('.gitignore', 'lock/\npending.json\n*.tmp\n');
}
