/**
 * Many inquiries of the sample day's mix: each copy is another person at another company, so that nobody
 * is joined to somebody else. What the copies say, and how uneven they are, stays as it was written.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

export interface InquiryFile {
  readonly name: string;
  readonly bytes: Buffer;
}

const answer = z.object({ inquiry: z.string(), last_name: z.string() });
const FOLDERS = ['mail', 'forms', 'chat', 'events'];
const ADDRESS = /([\w.+-]+)@((?:[\w-]+\.)+example)\b/g;

/** The sample's files in the order of their names, and the surnames that stand in them. */
async function sampleFiles(sample: string): Promise<{ files: InquiryFile[]; surnames: string[] }> {
  const files: InquiryFile[] = [];
  for (const folder of FOLDERS) {
    for (const name of (await readdir(join(sample, folder))).sort()) {
      files.push({ name: `${folder}/${name}`, bytes: await readFile(join(sample, folder, name)) });
    }
  }
  const rows = z
    .array(answer)
    .parse(parse(await readFile(join(sample, 'answers.csv'), 'utf8'), { columns: true, bom: true }));
  const surnames = new Set(rows.map((row) => row.last_name).filter((name) => /^[\w-]{4,}$/.test(name)));
  return { files, surnames: [...surnames] };
}

/** One after another until there are `copies` of each file; copy 0 is the sample itself. */
export async function* inquiryFiles(
  sample: string,
  copies: number,
  options: { readonly people: string; readonly newCompanies: boolean },
): AsyncGenerator<InquiryFile> {
  const { files, surnames } = await sampleFiles(sample);
  const anySurname = new RegExp(`\\b(${surnames.join('|')})\\b`, 'gi');
  for (let copy = 0; copy < copies; copy += 1) {
    for (const { name, bytes } of files) {
      const person = `${options.people}${copy}`;
      const shift = copy * 37 + options.people.charCodeAt(0);
      // As latin1 every byte stays what it was, whatever the file's own character set.
      const text = bytes
        .toString('latin1')
        .replace(ADDRESS, (_all, local: string, domain: string) => {
          const host = options.newCompanies ? aliasOf(domain, copy) : domain;
          return `${madeName(`${person} ${local}`).toLowerCase()}@${host}`;
        })
        .replace(anySurname, (surname) => madeName(`${person} ${surname.toLowerCase()}`))
        .replace(/(\+?\d[\d ()/-]{6,}\d)(?=\D)/g, (number) => otherNumber(number, shift));
      yield { name: `${person}/${name}`, bytes: Buffer.from(text, 'latin1') };
    }
  }
}

/** The domain of a company's copy. */
export function aliasOf(domain: string, copy: number): string {
  return copy === 0 ? domain : domain.replace(/\.example$/, `-${letters(String(copy))}.example`);
}

const SYLLABLES = [
  'ba',
  'den',
  'fro',
  'gal',
  'hu',
  'jor',
  'kem',
  'lin',
  'mo',
  'nar',
  'pel',
  'quin',
  'ro',
  'sta',
  'tuv',
  'wex',
];

/** A surname that is like no other's, so that copies of a person are other people: always the same for a seed. */
function madeName(seed: string): string {
  const bytes = createHash('sha256').update(seed).digest().subarray(0, 5);
  const name = [...bytes].map((byte) => SYLLABLES[byte % SYLLABLES.length] ?? '').join('');
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

/** Digits as letters: no name of a company's domain needs them. */
function letters(text: string): string {
  return text.replace(/\d/g, (digit) => 'bcdfghjklm'[Number(digit)] ?? '');
}

/** Another number of the same length: its last four digits are moved on, dates and amounts stay what they are. */
function otherNumber(number: string, shift: number): string {
  const isPhone = number.startsWith('+') || /^0\d/.test(number);
  const digits = number.replace(/\D/g, '');
  if (!isPhone || digits.length < 9) return number;
  const moved = String((Number(digits.slice(-4)) + shift) % 10_000).padStart(4, '0');
  let left = 4;
  return [...number]
    .reverse()
    .map((sign) => (/\d/.test(sign) && left > 0 ? (moved[--left] ?? sign) : sign))
    .reverse()
    .join('');
}

/** A folder like the sample's, in which every copy of a company has its website. */
export async function copiedSites(sample: string, folder: string, copies: number): Promise<void> {
  const domains = await readdir(join(sample, 'sites'));
  const behaviours = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(await readFile(join(sample, 'sites.json'), 'utf8')));
  await mkdir(join(folder, 'sites'), { recursive: true });
  const all: Record<string, unknown> = {};
  for (const domain of domains) {
    for (let copy = 0; copy < copies; copy += 1) {
      const alias = aliasOf(domain, copy);
      await cp(join(sample, 'sites', domain), join(folder, 'sites', alias), { recursive: true });
      if (behaviours[domain] !== undefined) all[alias] = behaviours[domain];
    }
  }
  await writeFile(join(folder, 'sites.json'), JSON.stringify(all));
}
