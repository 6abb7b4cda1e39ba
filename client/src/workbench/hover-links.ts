/** The command links below a hover; apart from VS Code's interface, so that tests run without it. */
import type { HoverLink } from '#protocol';
import { commands, rowCommands } from './contributions';

/** The title and the command of each link; a hover may run no other command. */
const appearance: Readonly<Record<HoverLink['kind'], { readonly title: string; readonly command: string }>> = {
  open: { title: 'Open', command: rowCommands.openText },
  callers: { title: 'Callers', command: commands.showCallGraph },
  history: { title: 'History', command: commands.showVersions },
};

export const hoverCommands: readonly string[] = Object.values(appearance).map(({ command }) => command);

/** Returns the links as Markdown. Names from sources occur in encoded arguments only, never as text. */
export function printHoverLinks(links: readonly HoverLink[]): string {
  return links
    .map(({ kind, argument }) => {
      const { title, command } = appearance[kind];
      return `[${title}](command:${command}?${encode(JSON.stringify([argument]))})`;
    })
    .join(' · ');
}

/** Encodes parentheses, too, with which a link of Markdown ends. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}
