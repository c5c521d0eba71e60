import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectHome } from '../../firmware/device/home.ts';
import { languageNames, languages } from '../../firmware/words/languages.ts';
import { openBrowser, panelSizes } from '../gallery/browser.ts';
import { openPanelPage, type PanelPage, playAll, playStaff } from '../gallery/panel-page.ts';
import { staffLanguages } from '../gallery/staff-screens.ts';
import { openStage } from '../gallery/stage.ts';
import { atRest, views } from '../gallery/views.ts';
import type { Command } from './command.ts';

export const gallery: Command = {
  summary: 'a page with every screen of the panel in every language, and whether any text is cut',
  help: `kazasu gallery [--out DIR] [--language NAME]

Plays every screen of the panel in Debian's Chromium, at 800×480 and 1280×800, and writes a picture of each and a page of them all
(DIR/index.html, by default dist/gallery). Looks over each for text that is cut or lies on other text, and for buttons under 15 mm;
fails when it finds any. --language: that one alone.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { out: { type: 'string' }, language: { type: 'string' } },
    });
    const out = values.out ?? join(projectHome(), 'dist/gallery');
    const wanted = languages.filter((language) => (values.language ?? language) === language);
    const stage = await openStage(join(projectHome(), 'dist/app/page'), atRest);
    const browser = await openBrowser();
    const rows: string[] = [];
    let flaws = 0;
    try {
      const pages = await Promise.all(panelSizes.map((size) => openPanelPage(browser, stage, size)));
      for (const language of wanted) {
        await mkdir(join(out, language), { recursive: true });
        rows.push(`<h2 id="${language}">${languageNames[language]}</h2>`);
        const shootAll = async (name: string) => {
          const found = await Promise.all(pages.map((page) => shoot(page, out, language, name)));
          for (const { complaints, picture } of found) {
            flaws += complaints.length;
            rows.push(`<figure><img src="${picture}" loading="lazy" alt=""><figcaption>${name}</figcaption></figure>`);
            for (const complaint of complaints) console.log(`${picture}: ${complaint}`);
          }
        };
        await playAll(stage, pages, language, views, shootAll);
        if (staffLanguages.some((known) => known === language)) await playStaff(stage, pages, language, shootAll);
        console.log(`${languageNames[language]}: ${Object.keys(views).length} screens in ${panelSizes.length} sizes`);
      }
    } finally {
      await browser.close();
      await stage.close();
    }
    await writeFile(join(out, 'index.html'), pageOf(rows));
    console.log(
      `${join(out, 'index.html')}\n${flaws === 0 ? 'no text is cut, none lies on other text' : `${flaws} flaws`}`,
    );
    return flaws === 0 ? 0 : 1;
  },
};

async function shoot({ page, size, flaws }: PanelPage, out: string, language: string, name: string) {
  const complaints = await flaws();
  const picture = `${language}/${name.replaceAll(/[^a-zA-Z]+/g, '-')}-${size.width}.png`;
  await page.screenshot({ path: join(out, picture) });
  return { complaints, picture };
}

const pageOf = (rows: readonly string[]): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>kazasu: every screen</title>
<style>body{font:16px sans-serif;margin:2rem}figure{display:inline-block;margin:.5rem}img{width:400px;border:1px solid #888}figcaption{color:#444}</style>
<h1>Every screen of the panel</h1>
${rows.join('\n')}
</html>
`;
