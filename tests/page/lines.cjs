// Has a browser driven for the tests: a JSON command a line on stdin, an answer a line on stdout.
const readline = require('node:readline');

module.exports = async function answer(commands, end) {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { do: what, ...given } = JSON.parse(line);
    let answer;
    try {
      answer = { answer: (await commands[what](given)) ?? null };
    } catch (fault) {
      answer = { fault: String(fault).slice(0, 2000) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
  await end();
};
