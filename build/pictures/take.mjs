// Takes the README's picture of the panel: a real reader on emulated devices, in Debian's Chromium at 800×480.
// Run: node build/kazasu.mjs help && node build/pictures/take.mjs
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const home = join(import.meta.dirname, '../..');
const demo = fork(join(home, 'dist/app/kazasu.js'), ['demo'], {
  cwd: home,
  stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
});
try {
  await new Promise((resolve) =>
    demo.stdout?.on('data', (text) => String(text).includes('Ctrl-C') && resolve(undefined)),
  );
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const page = await browser.newPage({ viewport: { width: 800, height: 480 } });
  await page.goto('http://127.0.0.1:18800');
  const desk = (/** @type {string} */ wish) => fetch(`http://127.0.0.1:18801/${wish}`, { method: 'POST' });
  const shoot = (/** @type {string} */ name) => page.screenshot({ path: join(import.meta.dirname, `${name}.png`) });
  await page.getByText('マイナンバーカードを置いて').waitFor();
  await shoot('welcome');
  await desk('lay');
  await page.getByRole('button', { name: '顔認証' }).waitFor();
  await shoot('panel');
  await page.getByRole('button', { name: '暗証番号' }).click();
  await page.getByRole('button', { name: '決定' }).waitFor();
  await shoot('pin');
  for (const digit of '1234') await page.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('button', { name: '決定' }).click();
  await page.getByRole('button', { name: '全て同意する' }).waitFor();
  await shoot('consent');
  await page.getByRole('button', { name: '全て同意する' }).click();
  await page.getByText('カードをお取りください').waitFor();
  await shoot('take-card');
  await desk('take');
  await browser.close();
} finally {
  demo.kill('SIGTERM');
}
