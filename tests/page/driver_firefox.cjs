// Drives the page in Firefox for the tests, by those of driver.cjs's commands that they need there.
// node driver_firefox.cjs FIREFOX NODE_MODULES
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const answer = require('./lines.cjs');
const [, , program, modules] = process.argv;
const puppeteer = require(path.join(modules, 'puppeteer-core'));

const downloads = fs.mkdtempSync(path.join(os.tmpdir(), 'lacxl-firefox-'));
let browser, page, requests, said;

const commands = {
  async open({ url }) {
    browser ??= await puppeteer.launch({
      browser: 'firefox', executablePath: program, headless: true,
      extraPrefsFirefox: { 'browser.download.folderList': 2, 'browser.download.dir': downloads },
    });
    await page?.close();
    page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    [requests, said] = [[], []];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (fault) => said.push(String(fault)));
    await page.goto(url);
  },
  async ready() {
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'yes', { timeout: 60000 });
  },
  async idle() {
    await page.waitForFunction(() => document.getElementById('status').dataset.busy === 'no', { timeout: 120000 });
  },
  // Files only: Firefox lets nobody but a person choose a folder.
  async give({ paths }) {
    await (await page.$('#files-input')).uploadFile(...paths);
    await settled();
  },
  async press({ name, within = 'body' }) {
    const found = await page.evaluateHandle(
      (within, name) => [...document.querySelectorAll(`${within} button`)].find(
        (each) => each.innerText === name && each.checkVisibility()),
      within, name);
    if (!found.asElement()) throw new Error(`no button: ${name}`);
    await found.asElement().click();
    await settled();
  },
  async download({ name, to }) {
    await commands.press({ name });
    const saved = await whole();
    fs.copyFileSync(path.join(downloads, saved), path.join(to, saved));
    fs.rmSync(path.join(downloads, saved));
    return saved;
  },
  async text({ selector }) { return page.$eval(selector, (one) => one.innerText); },
  async texts({ selector }) { return page.$$eval(selector, (all) => all.map((one) => one.innerText)); },
  async visible({ selector }) { return page.$eval(selector, (one) => one.checkVisibility()); },
  async evaluate({ code }) { return page.evaluate(code); },
  async picture({ to }) { await page.screenshot({ path: to, fullPage: true }); },
  async requests() { return requests; },
  async said() { return said; },
};

async function settled() {
  await new Promise((done) => setTimeout(done, 30)); // the press has begun what it begins
  await commands.idle();
}

// The name of the file that is downloaded, once all of it is there.
async function whole() {
  for (const end = Date.now() + 30000; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) {
    const names = fs.readdirSync(downloads);
    if (names.length === 1 && !names[0].endsWith('.part') && fs.statSync(path.join(downloads, names[0])).size)
      return names[0];
  }
  throw new Error(`no download, only: ${fs.readdirSync(downloads)}`);
}

void answer(commands, async () => {
  await browser?.close();
  fs.rmSync(downloads, { recursive: true });
});
