// What a browser says of a page: axe-core's violations, requests, width, and a walk with the keys.
// node page_judge.cjs CHROMIUM NODE_MODULES PAGE WIDTH,SCHEME...; prints JSON.
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const [, , program, modules, file, ...wanted] = process.argv;
const { chromium } = require(path.join(modules, 'playwright-core'));
const axe = require(path.join(modules, 'axe-core')).source;

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function look(browser, view) {
  const [width, colorScheme] = [Number(view.split(',')[0]), view.split(',')[1]];
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  const requests = [], said = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => said.push(message.text()));
  page.on('dialog', (dialog) => { said.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(pathToFileURL(file).href);
  await page.evaluate(axe);
  const judged = await page.evaluate((values) => axe.run({ runOnly: { type: 'tag', values } }), RULES);
  const violations = judged.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).slice(0, 3).join('; ')}`);
  const undecided = judged.incomplete.map(({ id, nodes }) => `${id}: ${nodes[0].target.join(' ')}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  const stops = await walk(page);
  const moved = await scrolls(page);
  await page.close();
  return {
    width, colorScheme, violations, undecided, wide, stops, moved, said,
    passed: judged.passes.map(({ id }) => id),
    requests: requests.filter((url) => url !== pathToFileURL(file).href),
  };
}

// Each place that Tab comes to: what it is, and whether one sees that it has the focus.
async function walk(page) {
  const stops = [];
  for (let count = 0; count < 400; count += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const here = document.activeElement;
      if (here === document.body) return null;
      const { outlineStyle, boxShadow } = getComputedStyle(here);
      const { right, bottom } = here.getBoundingClientRect();
      return {
        tag: here.tagName.toLowerCase(),
        leads: here.getAttribute('href') || here.getAttribute('aria-label') || '',
        visible: (outlineStyle !== 'none' || boxShadow !== 'none') && right > 0 && bottom > 0,
      };
    });
    if (!stop) break;
    stops.push(stop);
  }
  return stops;
}

// How far the arrow key moves the table that may be wider than the page.
async function scrolls(page) {
  const region = page.locator('[role=region]').first();
  if (!(await region.count())) return 0;
  await region.focus();
  for (let count = 0; count < 5; count += 1) await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(300);
  return region.evaluate((element) => element.scrollLeft);
}

(async () => {
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  const views = await Promise.all(wanted.map((view) => look(browser, view)));
  await browser.close();
  process.stdout.write(JSON.stringify(views));
})().catch((fault) => { process.stderr.write(String(fault)); process.exit(1); });
