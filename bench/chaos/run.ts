/** `npm run chaos`: does the promise hold while everything breaks? The last line is one line of JSON. */
import { parseArgs } from 'node:util';
import { runChaos } from './run-chaos.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    inquiries: { type: 'string' },
    desk: { type: 'string' },
    kills: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(
    `Usage: npm run chaos -- [--minutes 20] [--seed 1] [--inquiries N] [--desk N] [--kills N]
Default: 550 inquiries a minute, 80 of them the sales desk's, and 11 kills.\n`,
  );
  process.exit(0);
}

function number(given: string | undefined, otherwise: number): number {
  const found = given === undefined ? otherwise : Number(given);
  if (Number.isFinite(found) && found >= 0) return found;
  process.stderr.write(`"${given}" is no number. \`npm run chaos -- --help\` says what may be given.\n`);
  process.exit(2);
}

const begin = performance.now();
const minutes = number(values.minutes, 20);
const { broken, restless, ...figures } = await runChaos({
  minutes,
  seed: number(values.seed, 1),
  inquiries: Math.round(number(values.inquiries, minutes * 550)),
  deskInquiries: Math.round(number(values.desk, minutes * 80)),
  kills: Math.round(number(values.kills, minutes * 11)),
  say: (line) =>
    process.stdout.write(`${((performance.now() - begin) / 1000).toFixed(0).padStart(5)} s  ${line}\n`),
});
for (const line of restless) process.stdout.write(`Not at rest: ${line}\n`);
for (const { name, count, examples } of broken)
  process.stdout.write(`Broken by ${count}: ${name}: ${examples}\n`);
process.stdout.write(`${JSON.stringify(figures)}\n`);
process.exit(restless.length + broken.length === 0 ? 0 : 1);
