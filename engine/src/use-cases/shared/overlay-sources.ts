/** The workspace's sources with other texts in place of some routines: of a version, or of another environment. */
import { SourceIndex } from '../../analysis/sources/source-index';
import { identify, type Routine } from '../../routine/routine';
import { renderSourceFile } from './render-source-file';

export interface OverlaidText {
  /** The label in place of a file's name in diagnostics: `shop.place_order@1.2.0`. */
  readonly label: string;
  readonly routine: Routine;
}

/** Overlays the sources. Replaced definitions become blanks in their files, so that positions in them remain valid. */
export function overlaySources(index: SourceIndex, texts: readonly OverlaidText[]): SourceIndex {
  if (texts.length === 0) return index;
  const replaced = new Set(texts.map(({ routine }) => identify(routine.key)));
  const overlaid = new SourceIndex(index.parserOptions);
  overlaid.prefer(index.ranks);
  for (const { file, script, routines } of index.files()) {
    let text = script.text;
    for (const { definition, identity } of routines) {
      if (!replaced.has(identity)) continue;
      const { start, end } = definition.span;
      text = text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ') + text.slice(end);
    }
    overlaid.update(file, text);
  }
  for (const { label, routine } of texts)
    overlaid.update(label, renderSourceFile(routine, { schema: index.parserOptions.schema, sqlMode: null }));
  return overlaid;
}
