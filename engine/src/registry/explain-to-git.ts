/** What git is told of the registry's folder: texts are kept to the byte, and what is passing is not committed. */
import type { Tell } from './migrate-folder';
import type { RegistryFiles } from './registry-files';

const attributes = '*.sql -text\n*.json -text\nstatus.jsonl -text\n';
/** As earlier versions of Sproc wrote them: logs of two branches were joined line by line, whatever they said. */
const oldAttributes = '*.sql -text\n*.json -text\nstatus.jsonl -text merge=union\n';

export async function explainToGit(files: RegistryFiles, tell: Tell): Promise<void> {
  const known = await files.read('.gitattributes');
  if (known === null) await files.create('.gitattributes', attributes);
  else if (known.replaceAll('\r\n', '\n') === oldAttributes) await files.replace('.gitattributes', attributes);
  else {
    const line = known.split(/\r?\n/).find((each) => /^[^#]*\bmerge=union\b/.test(each));
    if (line !== undefined)
      tell(
        `The line \`${line.trim()}\` of ${files.folder}/.gitattributes lets git join status logs that contradict each other. Remove \`merge=union\` from it.`,
      );
  }
  if ((await files.read('.gitignore')) === null) await files.create('.gitignore', 'lock/\npending.json\n*.tmp\n');
}
