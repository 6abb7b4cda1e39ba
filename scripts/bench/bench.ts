/**
 * `npm run bench [reading|deploying|editing|editing-large|editor]`: prints costs as ratios to a peer or a minimum in the same
 * run.
 */
import { deployAndTell, measureDeploying } from './deploying';
import { measureEditor } from './editor';
import { measureEditing } from './editing';
import { measureReading } from './reading';

async function main(parts: readonly string[]): Promise<void> {
  const [part, folder] = parts;
  if (part === 'deploy' && folder !== undefined) return deployAndTell(folder);
  const wants = (part: string): boolean => parts.length === 0 || parts.includes(part);
  if (wants('reading')) measureReading();
  if (wants('editing')) await measureEditing(10_000);
  if (parts.includes('editing-large')) await measureEditing(100_000);
  if (parts.includes('editor')) await measureEditor();
  if (wants('deploying')) await measureDeploying();
}

void main(process.argv.slice(2));
