/** The kinds of themes that VS Code has: whoever looks at a picture sees each of them. */
import type { Workbench } from '../../../scripts/vscode/workbench';

export const themes = ['Dark Modern', 'Light Modern', 'Dark High Contrast', 'Light High Contrast'] as const;
export type Theme = (typeof themes)[number];

const classes: Readonly<Record<Theme, string>> = {
  'Dark Modern': 'vs-dark',
  'Light Modern': 'vs',
  'Dark High Contrast': 'hc-black',
  'Light High Contrast': 'hc-light',
};

/** Picks a theme as a person does, and waits until the workbench wears it. */
export async function setTheme(workbench: Workbench, theme: Theme): Promise<void> {
  await workbench.command('Preferences: Color Theme');
  await workbench.fill(theme);
  await workbench.choice(theme).waitFor();
  await workbench.page.keyboard.press('Enter');
  await workbench.page.locator(`.monaco-workbench.${classes[theme]}`).waitFor();
}
