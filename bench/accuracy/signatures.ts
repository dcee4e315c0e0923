/**
 * How well does capture read a mail's signature, and tell own words from quoted ones? Field by field on the
 * labelled messages in data/signatures, and on the fixtures of mailgun/talon where they are at hand. Sets named
 * as arguments (`dev`, or a path to a file of the same form) are measured in place of all. The last line is one
 * line of JSON.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { contactOf } from '../../teams/lead-to-sales/agents/capture/contact-from.ts';
import { mailPartsOf, readEmail } from '../../teams/lead-to-sales/agents/capture/read/read-email.ts';
import { allSaid, type Reading } from '../../teams/lead-to-sales/agents/capture/reading.ts';
import {
  type CaptureRules,
  captureRules,
  type FieldName,
} from '../../teams/lead-to-sales/agents/capture/rules.ts';
import { measureTalon } from './talon-fixtures.ts';

const DATA = join(import.meta.dirname, 'data/signatures');
const SETS = ['dev', 'test', 'dev-2', 'test-2'];
const rules = captureRules.parse(
  parse(
    readFileSync(join(import.meta.dirname, '../../teams/lead-to-sales/agents/capture/rules.yaml'), 'utf8'),
  ),
);

const text = z.string().nullable();
const texts = z.array(z.string());
const row = z.object({
  id: z.string(),
  from: z.string(),
  text: z.string(),
  expected: z.object({
    body: z.string(),
    signature: text,
    quoted: text,
    first_name: text,
    last_name: text,
    title: text,
    company: text,
    phones: texts,
    fax: texts,
    emails: texts,
    website: text,
    address: text,
    country: text,
    social: texts,
  }),
  accepted: z.record(z.string(), z.array(text)),
});
type Row = z.infer<typeof row>;
const ONE = ['first_name', 'last_name', 'title', 'company', 'website', 'address', 'country'] as const;
const SEVERAL = ['phones', 'fax', 'emails', 'social'] as const;
const PARTS = ['body', 'signature', 'quoted'] as const;
type Field = (typeof ONE)[number] | (typeof SEVERAL)[number];

interface Counts {
  right: number;
  wrong: number;
  missed: number;
}

const folded = (value: string): string => value.toLowerCase().replace(/\s+/gu, ' ').trim();
const alike: Partial<Record<Field, (value: string) => string>> = {
  phones: (value) => value.replace(/\D/g, ''),
  fax: (value) => value.replace(/\D/g, ''),
  address: (value) => folded(value.replace(/[,|]/g, ' ')),
};
const keyOf = (field: Field, value: string): string => (alike[field] ?? folded)(value);

/** A message as it comes over the wire. */
function rawMail({ from, text: body }: Row): Buffer {
  const at = from.lastIndexOf('<');
  const name = from.slice(0, at).trim().replace(/^"|"$/g, '');
  const encoded = name === '' ? '' : `=?utf-8?B?${Buffer.from(name).toString('base64')}?= `;
  const head = [
    `From: ${encoded}${from.slice(at)}`,
    'To: sales@harbourline.example',
    'Subject: Inquiry',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
  ];
  return Buffer.from(
    `${head.join('\r\n')}\r\n\r\n${Buffer.from(body).toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n`,
  );
}

type Answers = Record<(typeof ONE)[number], string | null> & Record<(typeof SEVERAL)[number], string[]>;

/** What capture says, as written; what it takes from the mail's head or guesses from a domain is left out where the labels leave it out. */
function answersOf(reading: Reading): Answers {
  const own = (field: FieldName): string[] =>
    allSaid(reading, field)
      .filter(({ source }) => !source.includes('header'))
      .map(({ value, quote }) =>
        field === 'country' ? value : field === 'email' || field === 'phone' ? quote : value,
      );
  const { info } = contactOf(reading, null, null, rules);
  const named = allSaid(reading, 'country').filter(({ confidence }) => confidence >= 0.7);
  return {
    first_name: info.first_name?.value ?? null,
    last_name: info.last_name?.value ?? null,
    title: own('title')[0] ?? null,
    company: own('company')[0] ?? null,
    website: own('website')[0] ?? null,
    address: own('address')[0] ?? null,
    country: named[0]?.value ?? null,
    phones: [...new Set([...own('phone'), ...own('mobile')])],
    fax: own('fax'),
    emails: [...new Map(own('email').map((address) => [folded(address), address])).values()],
    social: own('social'),
  };
}

function compare(
  field: Field,
  expected: readonly string[],
  given: readonly string[],
  counts: Counts,
): string[] {
  const wanted = new Set(expected.map((value) => keyOf(field, value)));
  const said = new Set(given.map((value) => keyOf(field, value)));
  const misses: string[] = [];
  for (const value of said) {
    if (wanted.has(value)) counts.right += 1;
    else {
      counts.wrong += 1;
      misses.push(`+${value}`);
    }
  }
  for (const value of wanted) {
    if (!said.has(value)) {
      counts.missed += 1;
      misses.push(`-${value}`);
    }
  }
  return misses;
}

function compareOne(
  field: (typeof ONE)[number],
  { expected, accepted }: Row,
  given: string | null,
  counts: Counts,
): string[] {
  const others = accepted[field] ?? [];
  const isRight =
    given !== null &&
    [expected[field], ...others].some(
      (value) => value !== null && keyOf(field, value) === keyOf(field, given),
    );
  if (isRight) {
    counts.right += 1;
    return [];
  }
  if (given === null && (expected[field] === null || others.includes(null))) return [];
  return compare(
    field,
    expected[field] === null ? [] : [expected[field]],
    given === null ? [] : [given],
    counts,
  );
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
function scores({ right, wrong, missed }: Counts): { precision: number; recall: number; f1: number } {
  const precision = ratio(right, right + wrong);
  const recall = ratio(right, right + missed);
  return { precision, recall, f1: ratio(2 * precision * recall, precision + recall) };
}

interface MeasuredSet {
  readonly name: string;
  readonly fields: Record<string, Counts>;
  readonly parts: Record<string, number>;
  readonly rows: number;
  readonly misses: readonly string[];
}

const fileOf = (set: string): string => (set.endsWith('.jsonl') ? set : join(DATA, `${set}.jsonl`));

async function measure(set: string): Promise<MeasuredSet> {
  const lines = readFileSync(fileOf(set), 'utf8').trimEnd().split('\n');
  const fields: Record<string, Counts> = {};
  const parts: Record<string, number> = Object.fromEntries(PARTS.map((part) => [part, 0]));
  const misses: string[] = [];
  for (const line of lines) {
    const one = row.parse(JSON.parse(line));
    const answers = answersOf(await readEmail(rawMail(one), '2026-01-01T00:00:00.000Z', rules));
    for (const field of [...ONE, ...SEVERAL]) {
      const counts = fields[field] ?? { right: 0, wrong: 0, missed: 0 };
      fields[field] = counts;
      const found = isOne(field)
        ? compareOne(field, one, answers[field], counts)
        : compare(field, one.expected[field], answers[field], counts);
      if (found.length > 0) misses.push(`${one.id} ${field}: ${found.join(' ')}`);
    }
    const split = segments(one, rules);
    for (const part of PARTS) {
      if (split[part] === squeezed(one.expected[part])) parts[part] = (parts[part] ?? 0) + 1;
      else misses.push(`${one.id} ${part}: "${split[part].slice(0, 160)}"`);
    }
  }
  return { name: basename(set, '.jsonl'), fields, parts, rows: lines.length, misses };
}

function isOne(field: Field): field is (typeof ONE)[number] {
  return ONE.some((name) => name === field);
}

const squeezed = (value: string | null): string => (value ?? '').replace(/\s+/gu, ' ').trim();

function segments({ from, text: body }: Row, own: CaptureRules): Record<(typeof PARTS)[number], string> {
  const at = from.lastIndexOf('<');
  const sender = { name: from.slice(0, at).trim().replace(/^"|"$/g, ''), address: from.slice(at + 1, -1) };
  const found = mailPartsOf(body, sender, own);
  return {
    body: squeezed(found.body),
    signature: squeezed(found.signature),
    quoted: squeezed(found.quoteStart),
  };
}

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
const sum = (all: readonly Counts[]): Counts => ({
  right: all.reduce((total, { right }) => total + right, 0),
  wrong: all.reduce((total, { wrong }) => total + wrong, 0),
  missed: all.reduce((total, { missed }) => total + missed, 0),
});

function table(sets: readonly MeasuredSet[]): void {
  const print = (head: string, cells: readonly string[]): void => {
    process.stdout.write(`${head.padEnd(14)}${cells.map((cell) => cell.padEnd(30)).join('')}`.trimEnd());
    process.stdout.write('\n');
  };
  const cell = (counts: Counts | undefined): string => {
    const { precision, recall, f1 } = scores(counts ?? { right: 0, wrong: 0, missed: 0 });
    return [precision, recall, f1].map((value) => percent(value).padEnd(9)).join('');
  };
  const row = (head: string, counts: (set: MeasuredSet) => Counts | undefined): void =>
    print(
      head,
      sets.map((set) => cell(counts(set))),
    );
  print(
    'field',
    sets.map(({ name, rows }) => `${name} (${rows}): P, R, F1`),
  );
  for (const field of [...ONE, ...SEVERAL]) row(field, ({ fields }) => fields[field]);
  row('all fields', ({ fields }) => sum(Object.values(fields)));
  for (const part of PARTS) {
    const share = ({ parts, rows }: MeasuredSet): string =>
      `exact in ${percent(ratio(parts[part] ?? 0, rows))}`;
    print(part, sets.map(share));
  }
}

const named = process.argv.slice(2);
const wanted = named.length > 0 ? named : SETS.filter((set) => existsSync(fileOf(set)));
const measured: MeasuredSet[] = [];
for (const set of wanted) measured.push(await measure(set));
// The misses of dev sets only: whoever writes rules does not read the others'.
for (const { name, misses } of measured) {
  if (name.startsWith('dev')) for (const miss of misses) process.stdout.write(`${miss}\n`);
}
table(measured);
const fixtures = await measureTalon(rules);
const begin = performance.now();
const [timed] = wanted;
let mails = 0;
for (let round = 0; round < 5 && timed !== undefined; round += 1) mails += (await measure(timed)).rows;
const millisecondsPerMail = (performance.now() - begin) / Math.max(mails, 1);
process.stdout.write(`reading one mail whole: ${millisecondsPerMail.toFixed(2)} ms\n`);
const rounded = (counts: Counts): Record<string, number> =>
  Object.fromEntries(Object.entries(scores(counts)).map(([name, value]) => [name, Number(value.toFixed(3))]));
process.stdout.write(
  `${JSON.stringify({
    bench: 'accuracy-signatures',
    ...Object.fromEntries(measured.map(({ name, fields }) => [name, rounded(sum(Object.values(fields)))])),
    talon: fixtures,
    millisecondsPerMail: Number(millisecondsPerMail.toFixed(2)),
  })}\n`,
);
