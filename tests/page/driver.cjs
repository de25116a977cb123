// Drives the page in Chromium for the tests, by the commands of lines.cjs.
// node driver.cjs CHROMIUM NODE_MODULES
const path = require('node:path');
const answer = require('./lines.cjs');
const [, , program, modules] = process.argv;
const { chromium } = require(path.join(modules, 'playwright-core'));
const axe = require(path.join(modules, 'axe-core')).source;

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
let browser, page, requests, said;

// Only for tests of the same bytes: the page's folder gets the name of the native run's ($1 in it is
// its number), and its clock stands still as that one's does.
function disguise({ folder, now }) {
  const Plain = self.Blob;
  const still = `{const real=Date;const at=${now};Date=class extends real{constructor(...given){given.length?super(...given):super(at)}static now(){return at}}}`;
  self.Blob = class extends Plain {
    constructor(parts, options) {
      super(options && options.type === 'text/javascript' ? [still, ...parts] : parts, options);
    }
  };
  const send = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...more) {
    const renamed = { ...message };
    for (const key of ['folder', 'path', 'request'])
      if (typeof renamed[key] === 'string') renamed[key] = renamed[key].replaceAll(/\/work\/(\d+)/g, folder);
    self.interpreter = this;
    return send.call(this, renamed, ...more);
  };
}

const commands = {
  async open({ url, width = 1280, height = 900, scheme = 'light', disguised, script, inWorker }) {
    if (page) await page.context().close().catch(() => undefined);
    if (!browser?.isConnected()) browser = await launched(); // it may go with the page that was left
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, acceptDownloads: true });
    page = await context.newPage();
    [requests, said] = [[], []];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (fault) => said.push(String(fault)));
    if (disguised) await page.addInitScript(disguise, disguised);
    if (inWorker)
      await page.addInitScript((more) => {
        const Plain = self.Blob;
        self.Blob = class extends Plain {
          constructor(parts, options) {
            super(options && options.type === 'text/javascript' ? [more, ...parts] : parts, options);
          }
        };
      }, inWorker);
    if (script) await page.addInitScript(script);
    await page.goto(url);
  },
  async ready() {
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'yes', null, { timeout: 60000 });
  },
  async idle() {
    await page.waitForFunction(() => document.getElementById('status').dataset.busy === 'no', null, { timeout: 120000 });
  },
  async give({ paths, folder }) {
    await page.setInputFiles(folder ? '#folder-input' : '#files-input', folder ?? paths);
    await settled();
  },
  async press({ name, within = 'body', leave = false }) {
    await page.locator(within).getByRole('button', { name, exact: true }).first().click();
    if (!leave) await settled();
  },
  async click({ selector }) {
    await page.locator(selector).first().click();
    await settled();
  },
  async type({ text }) { await page.fill('#typed', text); },
  async key({ name }) { await page.keyboard.press(name); },
  async choose({ month }) {
    await page.selectOption('#month', month);
    await settled();
  },
  // What shows the tab is halted and let go on, page and worker, as on a computer that sleeps. (The
  // browser's own freezing leaves a tab alone that playwright keeps in focus.)
  async sleep({ milliseconds }) {
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer');
    for (const { id } of renderers) process.kill(id, 'SIGSTOP');
    await new Promise((done) => setTimeout(done, milliseconds));
    for (const { id } of renderers) process.kill(id, 'SIGCONT');
    await session.detach();
  },
  // Something of the interpreter itself, past the buttons; only in a page that is disguised.
  async ask(message) {
    return page.evaluate((message) => new Promise((done) => {
      const id = 1e6 + Math.trunc(performance.now());
      self.interpreter.addEventListener('message', function hear({ data }) {
        if (data.id !== id) return;
        self.interpreter.removeEventListener('message', hear);
        done(data);
      });
      self.interpreter.postMessage({ ...message, id });
    }), message);
  },
  async asked() { await page.waitForSelector('dialog[open]', { timeout: 60000 }); },
  // At rest, or asking again.
  async rest() {
    await page.waitForTimeout(30);
    await page.waitForFunction(
      () => document.getElementById('status').dataset.busy === 'no' || document.querySelector('dialog[open]'),
      null, { timeout: 120000 });
  },
  async download({ name, to }) {
    const [given] = await Promise.all([page.waitForEvent('download'), commands.press({ name, leave: true })]);
    await given.saveAs(path.join(to, given.suggestedFilename()));
    await settled();
    return given.suggestedFilename();
  },
  async text({ selector }) { return page.locator(selector).first().innerText(); },
  async texts({ selector }) { return page.locator(selector).allInnerTexts(); },
  async visible({ selector }) { return page.locator(selector).first().isVisible(); },
  async evaluate({ code }) { return page.evaluate(code); },
  async axe() {
    await page.evaluate(axe);
    const judged = await page.evaluate((values) => window.axe.run({ runOnly: { type: 'tag', values } }), RULES);
    return judged.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).slice(0, 3).join('; ')}`);
  },
  async wide() { return page.evaluate(() => document.documentElement.scrollWidth); },
  async picture({ to, whole = true }) { await page.screenshot({ path: to, fullPage: whole }); },
  async requests() { return requests; },
  async said() { return said; },
  async look({ scheme, width, height = 900 }) {
    if (scheme) await page.emulateMedia({ colorScheme: scheme });
    if (width) await page.setViewportSize({ width, height });
  },
  async leaving() {
    const asks = page.waitForEvent('dialog', { timeout: 3000 }).then(async (dialog) => {
      await dialog.dismiss();
      return dialog.type();
    }, () => '');
    await page.close({ runBeforeUnload: true });
    return asks;
  },
};

async function settled() {
  await page.waitForTimeout(30); // the press has begun what it begins
  await commands.idle();
}

function launched() {
  return chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
}

void answer(commands, () => browser?.close());
