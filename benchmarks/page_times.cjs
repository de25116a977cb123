// How long the page takes, in milliseconds: node page_times.cjs CHROMIUM NODE_MODULES PAGE BARE FOLDER.
// Prints JSON: bare Pyodide's start from the disk, the page's start, its first fill and its second.
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const [, , program, modules, file, bare, folder] = process.argv;
const { chromium } = require(path.join(modules, 'playwright-core'));

(async () => {
  const browser = await chromium.launch({
    executablePath: program,
    // Pyodide reads its own parts, which a page from the disk may not do otherwise; ours does not.
    args: ['--no-sandbox', '--allow-file-access-from-files'],
  });
  const started = async (url) => {
    const page = await browser.newPage();
    const from = performance.now();
    await page.goto(pathToFileURL(url).href, { waitUntil: 'commit' });
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'yes', null, { polling: 10 });
    return [page, performance.now() - from];
  };
  const [first, bareStart] = await started(bare);
  await first.close();
  const [page, pageStart] = await started(file);
  const rest = () => page.waitForFunction(() => document.getElementById('status').dataset.busy === 'no', null, { polling: 10 });
  const fill = async () => {
    await page.waitForTimeout(30);
    await rest();
    const from = performance.now();
    await page.getByRole('button', { name: 'Fill May-15' }).click();
    await page.waitForTimeout(5);
    await rest();
    return performance.now() - from;
  };
  await rest();
  await page.setInputFiles('#folder-input', folder);
  const [once, again] = [await fill(), await fill()];
  process.stdout.write(JSON.stringify({ bare: bareStart, page: pageStart, once, again }));
  await browser.close();
})().catch((fault) => { process.stderr.write(String(fault)); process.exit(1); });
