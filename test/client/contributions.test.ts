/** The manifest and the table of names are equal: each contains exactly the names of the other. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { languages } from '#protocol';
import {
  commands,
  contextKeys,
  languageId,
  planLanguageId,
  projectFileName,
  rowCommands,
  rowKinds,
  settings,
  views,
} from '../../client/src/workbench/contributions';

interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly contributes: {
    readonly configurationDefaults: Readonly<Record<string, unknown>>;
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
    readonly languages: readonly {
      readonly id: string;
      readonly configuration?: string;
      readonly icon?: { readonly light: string; readonly dark: string };
    }[];
    readonly grammars: readonly { readonly language: string; readonly path: string }[];
    readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[];
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const { contributes } = manifest;
const known = [...Object.values(commands), ...Object.values(rowCommands)];
const menuItems = Object.values(contributes.menus).flat();
const conditions = [...menuItems.map((item) => item.when ?? ''), ...contributes.viewsWelcome.map((view) => view.when)];

describe('the manifest', () => {
  it('declares every command of the table and no other', () =>
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), [...known].sort()));

  it('gives each command a title of its own, under "Sproc"', () => {
    const titles = contributes.commands.map(({ title }) => title);
    assert.deepEqual(
      titles.filter((title, i) => titles.indexOf(title) !== i),
      [],
    );
    assert.deepEqual([...new Set(contributes.commands.map(({ category }) => category))], ['Sproc']);
  });

  it('puts only known commands into menus and welcomes', () => {
    const linked = contributes.viewsWelcome.flatMap(({ contents }) =>
      [...contents.matchAll(/command:(sproc\.\w+)/g)].map((match) => match[1] ?? ''),
    );
    const used = [...menuItems.flatMap(({ command }) => command ?? []), ...linked];
    assert.deepEqual(
      used.filter((command) => !(known as readonly string[]).includes(command)),
      [],
    );
  });

  it('keeps commands that need a row out of the palette', () => {
    const hidden = contributes.menus['commandPalette']?.filter(({ when }) => when === 'false');
    assert.deepEqual(hidden?.map(({ command }) => command).sort(), Object.values(rowCommands).sort());
  });

  it('asks in its conditions only for rows, keys and settings that exist', () => {
    const existing: readonly string[] = [
      ...Object.values(rowKinds),
      ...Object.values(views),
      ...Object.values(contextKeys),
    ];
    const asked = conditions.flatMap((condition) => condition.match(/sproc\.\w+/g) ?? []);
    assert.deepEqual(
      asked.filter((name) => !existing.includes(name)),
      [],
    );
  });

  it('is active in our language and in every language of SQL, and has its menu in all but PL/SQL', () => {
    const expected = [...languages.sql, languageId].sort();
    const activating = manifest.activationEvents.flatMap((event) => event.match(/(?<=^onLanguage:).*/) ?? []);
    assert.deepEqual(activating.toSorted(), expected);
    const [when] = (contributes.menus['editor/context'] ?? []).map((item) => item.when ?? '');
    const [, alternatives = ''] = /resourceLangId =~ \/\^\((.*)\)\$\//.exec(when ?? '') ?? [];
    assert.deepEqual(
      alternatives.split('|').sort(),
      expected.filter((language) => language !== languages.plsql),
    );
  });

  it('declares both views in the Sproc container', () =>
    assert.deepEqual(contributes.views['sproc']?.map(({ id }) => id).sort(), Object.values(views).sort()));

  it('declares every setting of the table', () => {
    const declared = Object.keys(contributes.configuration.properties);
    const { section, ...names } = settings;
    assert.deepEqual(
      Object.values(names).filter((name) => !declared.includes(`${section}.${name}`)),
      [],
    );
  });

  it('declares the language with its grammar, and the schema of the project file', () => {
    assert.deepEqual(
      contributes.languages.map(({ id }) => id),
      [languageId, planLanguageId, 'jsonc'],
    );
    assert.deepEqual(
      contributes.grammars.map(({ language }) => language),
      [languageId, planLanguageId],
    );
    assert.deepEqual(
      contributes.jsonValidation.map(({ fileMatch }) => fileMatch),
      [projectFileName],
    );
  });

  it('wraps the long lines of a plan instead of hiding them under a map of the document', () =>
    assert.deepEqual(contributes.configurationDefaults[`[${planLanguageId}]`], {
      'editor.wordWrap': 'on',
      'editor.minimap.enabled': false,
    }));

  it('points at files that are there', () => {
    const paths = [
      manifest.icon,
      ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
      ...Object.values(contributes.views).flatMap((list) => list.map(({ icon }) => icon)),
      ...contributes.languages.flatMap(({ configuration, icon }) => [
        ...(configuration === undefined ? [] : [configuration]),
        ...(icon === undefined ? [] : Object.values(icon)),
      ]),
      ...contributes.grammars.map(({ path }) => path),
      ...contributes.jsonValidation.map(({ url }) => url),
    ];
    assert.deepEqual(
      paths.filter((path) => !existsSync(path)),
      [],
    );
  });
});
