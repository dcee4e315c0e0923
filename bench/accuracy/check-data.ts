// Checks the labelled messages in data/signatures and data/junk: shape, ids, every expected value standing in the
// message word for word, reserved domains only, duplicates, and counts. By hand: node bench/accuracy/check-data.ts

import { readFileSync } from 'node:fs';
import { z } from 'zod';

const halves = ['dev', 'test'] as const;
/** The second pair of junk, written later; each half with what its ids hold. */
const idsHold = { dev: '-dev-', test: '-test-', 'dev-2': 'd2-', 'test-2': 't2-' };
type Half = keyof typeof idsHold;
const junkHalves = [...halves, 'dev-2', 'test-2'] as const;
const written = z
  .string()
  .min(1)
  .refine((text) => text === text.trim(), 'has white space at an end');
const language = z.enum(['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'ru']);

const signatureRow = z.strictObject({
  id: z.string().regex(/^signature-(dev|test)-\d{3}$/),
  language,
  from: written,
  text: written,
  expected: z.strictObject({
    body: z.string(),
    signature: written.nullable(),
    quoted: written.nullable(),
    first_name: written.nullable(),
    last_name: written.nullable(),
    title: written.nullable(),
    company: written.nullable(),
    phones: z.array(written),
    fax: z.array(written),
    emails: z.array(written),
    website: written.nullable(),
    address: written.nullable(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullable(),
    social: z.array(written),
  }),
  /** Other values that count as right, by field; null where an empty field does too. */
  accepted: z.partialRecord(
    z.enum(['first_name', 'last_name', 'title', 'company', 'address']),
    z.array(written.nullable()).min(1),
  ),
});
type SignatureRow = z.infer<typeof signatureRow>;

const notLeadKinds = [
  'auto-reply',
  'bounce',
  'newsletter',
  'job-application',
  'vendor-pitch',
  'spam',
  'unsubscribe',
  'empty',
  'support',
  'invoice',
  'survey',
  'student',
  'press',
  'other',
] as const;

const messageFields = {
  id: z.string().regex(/^(junk-(dev|test)|d2|t2)-\d{3}$/),
  channel: z.enum(['email', 'form', 'chat']),
  language: language.nullable(),
  headers: z.record(z.string(), z.string()),
  from: written,
  subject: z.string().nullable(),
  text: z.string(),
};
const junkRow = z.discriminatedUnion('label', [
  z.strictObject({ ...messageFields, label: z.literal('lead'), kind: written }),
  z.strictObject({ ...messageFields, label: z.literal('not-lead'), kind: z.enum(notLeadKinds) }),
]);
type JunkRow = z.infer<typeof junkRow>;

interface Counts {
  [label: string]: Partial<Record<Half, number>>;
}

const filledLines = (text: string | null): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');

/** An address may run over several lines of the message; every part must stand there, in order. */
function standsInOrder(parts: string[], text: string): boolean {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}

function signatureFaults({ from, text, expected, accepted }: SignatureRow): string[] {
  const faults: string[] = [];
  const ownWords = `${expected.body}\n${expected.signature ?? ''}`;
  const fold = (value: string): string => value.toLowerCase();

  for (const line of [...filledLines(expected.body), ...filledLines(expected.signature)]) {
    if (!text.includes(line)) faults.push(`body or signature line not in the text: "${line}"`);
  }
  const own = new Set(filledLines(ownWords));
  const rest = filledLines(text).filter((line) => !own.has(line));
  if (expected.quoted === null && rest.length > 0) faults.push(`belongs to no part: "${rest[0]}"`);
  if (expected.quoted !== null && rest[0] !== expected.quoted.trimEnd()) {
    faults.push(`quoted is "${expected.quoted}", the first line that is not the sender's is "${rest[0]}"`);
  }

  const once = { title: expected.title, company: expected.company, website: expected.website };
  const several = { phones: expected.phones, fax: expected.fax, emails: expected.emails };
  for (const [field, values] of Object.entries({
    ...Object.fromEntries(
      Object.entries(once).map(([field, value]) => [field, value === null ? [] : [value]]),
    ),
    ...several,
    social: expected.social,
  })) {
    for (const value of values) {
      if (!ownWords.includes(value)) faults.push(`${field} "${value}" is not in the sender's own words`);
    }
  }
  for (const name of [expected.first_name, expected.last_name]) {
    if (name !== null && !ownWords.includes(name) && !fold(from).includes(fold(name))) {
      faults.push(`name "${name}" is neither in the sender's own words nor in from`);
    }
  }
  for (const [field, values] of Object.entries(accepted)) {
    for (const value of values) {
      if (value !== null && !ownWords.includes(value) && !fold(from).includes(fold(value))) {
        faults.push(`accepted ${field} "${value}" is neither in the sender's own words nor in from`);
      }
    }
  }
  if (expected.address !== null && !standsInOrder(expected.address.split(', '), ownWords)) {
    faults.push(`address "${expected.address}" is not in the sender's own words`);
  }
  return faults;
}

/** Invented people must not have a real address: mail and web addresses end in a reserved name. */
function domainFaults(message: string): string[] {
  const text = message.replaceAll(/\[cid:[^\]]*\]/g, '');
  const hosts = [
    ...text.matchAll(/[\w.+-]@([\w-]+(?:\.[\w-]+)+)/g),
    ...text.matchAll(/(?:https?:\/\/|\bwww\.)([\w-]+(?:\.[\w-]+)+)/g),
  ].map((match) => match[1] ?? '');
  const networks = /(^|\.)(linkedin|instagram|facebook|twitter|x|github)\.com$/;
  return hosts
    .filter((host) => !host.endsWith('.example') && !networks.test(host))
    .map((host) => `"${host}" is not a reserved domain`);
}

/** What is not JSON becomes undefined, which no row is. */
function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Counts one half of a set into `counts` and returns what is wrong, one line per fault with file and line. */
function checkHalf<Row extends { id: string; from: string; text: string }>(
  name: string,
  row: z.ZodType<Row>,
  faultsOf: (value: Row) => string[],
  labelsOf: (value: Row) => string[],
  half: Half,
  counts: Counts,
  firstSeen: Map<string, string>,
): string[] {
  const faults: string[] = [];
  const file = `data/${name}/${half}.jsonl`;
  const lines = readFileSync(new URL(file, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  for (const [index, line] of lines.entries()) {
    const place = `${file}:${index + 1}`;
    const parsed = row.safeParse(parsedJson(line));
    if (!parsed.success) {
      faults.push(`${place}: ${z.prettifyError(parsed.error).replaceAll(/\s*\n\s*/g, ' ')}`);
      continue;
    }
    const value = parsed.data;
    if (!value.id.includes(idsHold[half])) faults.push(`${place}: id ${value.id} belongs to another half`);
    for (const key of [value.id, `${value.from}\n${value.text}`]) {
      const earlier = firstSeen.get(key);
      if (earlier) faults.push(`${place}: already stands at ${earlier}: ${JSON.stringify(key)}`);
      firstSeen.set(key, place);
    }
    for (const fault of [...faultsOf(value), ...domainFaults(`${value.from}\n${value.text}`)]) {
      faults.push(`${place}: ${fault}`);
    }
    for (const label of ['messages', ...labelsOf(value)]) {
      counts[label] = { ...counts[label], [half]: (counts[label]?.[half] ?? 0) + 1 };
    }
  }
  return faults;
}

const signatureLabels = ({ language: code, expected }: SignatureRow): string[] => [
  `language ${code}`,
  ...Object.entries(expected)
    .filter(([, value]) => value !== null && value.length > 0)
    .map(([field]) => `has ${field}`),
];
const junkLabels = (row: JunkRow): string[] => [
  `language ${row.language ?? 'none'}`,
  `channel ${row.channel}`,
  row.label === 'lead' ? 'lead' : `not-lead ${row.kind}`,
];

const faults: string[] = [];
const seen = new Map<string, string>();
const signatureCounts: Counts = {};
const junkCounts: Counts = {};
for (const half of halves) {
  faults.push(
    ...checkHalf('signatures', signatureRow, signatureFaults, signatureLabels, half, signatureCounts, seen),
  );
}
for (const half of junkHalves) {
  faults.push(...checkHalf('junk', junkRow, () => [], junkLabels, half, junkCounts, seen));
}
const tables = [
  ['signatures', signatureCounts, halves],
  ['junk', junkCounts, junkHalves],
] as const;
for (const [name, counts, columns] of tables) {
  process.stdout.write(`\n${name.padEnd(28)}${columns.map((half) => half.padStart(7)).join('')}\n`);
  for (const [label, count] of Object.entries(counts).toSorted(([a], [b]) => a.localeCompare(b))) {
    const cells = columns.map((half) => String(count[half] ?? 0).padStart(7)).join('');
    process.stdout.write(`${label.padEnd(28)}${cells}\n`);
  }
}
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(faults.length === 0 ? '\nNo faults.\n' : `\n${faults.length} faults.\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
