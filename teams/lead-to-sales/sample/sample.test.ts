import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { z } from 'baton';
import { parse } from 'csv-parse/sync';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { simpleParser } from 'mailparser';
import { readInquiries } from '../intake/read-inquiries.ts';

const folder = import.meta.dirname;
const DAY = new Date('2026-10-06T00:00:00Z');
const WHY_NOT = [
  'auto-reply',
  'bounce',
  'newsletter',
  'job-application',
  'vendor-pitch',
  'spam',
  'unsubscribe',
  'empty',
  'other',
];

async function filesIn(part: string): Promise<string[]> {
  const entries = await readdir(join(folder, part), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function table(name: string): Promise<Record<string, string>[]> {
  const text = await readFile(join(folder, name), 'utf8');
  return z.array(z.record(z.string(), z.string())).parse(parse(text, { columns: true, bom: true }));
}

async function takenIn() {
  const inquiries: { origin: string; source: string; received: Date; raw: Buffer; hash: string }[] = [];
  const problems: string[] = [];
  for (const part of ['mail', 'forms', 'chat', 'events']) {
    for (const path of await filesIn(part)) {
      const name = path.slice(folder.length + 1);
      const file = await readInquiries(
        { name, bytes: await readFile(path) },
        new Date('2026-10-07T00:00:00Z'),
      );
      for (const one of file.inquiries) {
        const { origin, source, received_at: received, raw, content_hash: hash } = one;
        inquiries.push({ origin, source, received, raw, hash });
      }
      for (const problem of file.problems)
        problems.push(`${problem.file}:${problem.line}: ${problem.message}`);
    }
  }
  return { inquiries, problems };
}

/** A file's text as a person sees it: mail decoded, form posts without percent signs. */
async function readable(path: string): Promise<string> {
  const bytes = await readFile(path);
  if (path.endsWith('.eml')) {
    const mail = await simpleParser(bytes, { skipHtmlToText: false });
    const headers = mail.headerLines.map(({ line }) => line).join('\n');
    return [headers, mail.text ?? '', mail.html || ''].join('\n');
  }
  const text = bytes.toString('utf8');
  return path.endsWith('.form') ? [...new URLSearchParams(text).values()].join('\n') : text;
}

describe('the sample day', () => {
  test('holds enough inquiries of each source, all of one day', async () => {
    const { inquiries } = await takenIn();
    const count = (source: string): number => inquiries.filter((one) => one.source === source).length;
    assert.deepEqual(
      { email: count('email'), form: count('form'), chat: count('chat'), event: count('event') },
      { email: 62, form: 42, chat: 20, event: 43 },
    );
    for (const { origin, received } of inquiries) {
      const hours = (received.getTime() - DAY.getTime()) / 3_600_000;
      assert.ok(hours >= 0 && hours <= 24, `${origin} was received ${received.toISOString()}`);
    }
  });

  test('has two rows that intake refuses, and one message twice', async () => {
    const { inquiries, problems } = await takenIn();
    assert.deepEqual(
      problems.map((problem) => problem.split(': ')[0]),
      ['events/messe-scans-logitech-hannover.csv:10', 'events/messe-scans-logitech-hannover.csv:19'],
    );
    assert.equal(inquiries.length - new Set(inquiries.map(({ hash }) => hash)).size, 1);
  });

  test('every message can be read, with its sender, and without broken letters', async () => {
    const paths = await filesIn('mail');
    assert.ok(paths.length >= 55);
    for (const path of paths) {
      const mail = await simpleParser(await readFile(path));
      assert.ok(mail.from?.value[0]?.address, path);
      assert.ok(mail.date, path);
      const seen = `${mail.from?.text}${mail.subject ?? ''}${mail.text ?? ''}`;
      assert.doesNotMatch(seen, /\uFFFD|Ã¼|Ã¶|Ã©/, path);
    }
  });

  test('answers.csv speaks of every inquiry exactly once', async () => {
    const { inquiries } = await takenIn();
    const answers = await table('answers.csv');
    const place = (origin: string, source: string): string => `${origin} ${source}`;
    assert.deepEqual(
      answers.map((answer) => place(answer.inquiry ?? '', answer.source ?? '')).sort(),
      inquiries.map((one) => place(one.origin, one.source)).sort(),
    );
  });

  test('answers.csv is sound: leads have an outcome, the others a reason, joined ones their first inquiry', async () => {
    const answers = await table('answers.csv');
    const owners = new Set((await table('owners.csv')).map((owner) => owner.owner_id));
    const leads = new Set(answers.filter((one) => one.is_lead === 'yes').map((one) => one.inquiry));
    for (const answer of answers) {
      const where = answer.inquiry;
      const outcome = answer.outcome_expected ?? '';
      const owner = answer.territory_owner_expected ?? '';
      assert.ok(['yes', 'no', 'joined'].includes(answer.is_lead ?? ''), where);
      assert.equal(answer.is_lead === 'no', WHY_NOT.includes(answer.why_not ?? ''), where);
      assert.equal(answer.is_lead !== 'no', /^(hot|warm|cold|unqualified)$/.test(outcome), where);
      assert.equal(answer.is_lead === 'joined', leads.has(answer.same_as ?? ''), where);
      assert.ok(owner === '' || (owners.has(owner) && /^(hot|warm)$/.test(outcome)), where);
    }
  });

  test('leads are uneven as on a real day: few hot, more warm, most neither', async () => {
    const leads = (await table('answers.csv')).filter((one) => one.is_lead === 'yes');
    const share = (outcome: string): number =>
      leads.filter((one) => one.outcome_expected === outcome).length / leads.length;
    assert.ok(leads.length >= 100, `${leads.length} leads`);
    assert.ok(share('hot') >= 0.12 && share('hot') <= 0.18, `hot ${share('hot')}`);
    assert.ok(share('warm') >= 0.25 && share('warm') <= 0.33, `warm ${share('warm')}`);
    assert.ok(share('cold') >= 0.25 && share('unqualified') >= 0.2);
  });

  test('accounts belong to owners who exist, and companies are listed once', async () => {
    const owners = await table('owners.csv');
    const ids = new Set(owners.map((owner) => owner.owner_id));
    for (const account of await table('accounts.csv')) assert.ok(ids.has(account.owner_id), account.name);
    const domains = (await table('companies.csv')).map((company) => company.domain);
    assert.ok(domains.length >= 35);
    assert.equal(new Set(domains).size, domains.length);
  });

  test('nearly all telephone numbers given are valid ones', async () => {
    const { inquiries } = await takenIn();
    const country = new Map((await table('answers.csv')).map((one) => [one.inquiry, one.country ?? '']));
    const given: string[] = [];
    const invalid: string[] = [];
    for (const { origin, source, raw } of inquiries) {
      if (source !== 'form' && source !== 'event') continue;
      const text = raw.toString('utf8');
      const json = text.startsWith('{') ? z.record(z.string(), z.unknown()).parse(JSON.parse(text)) : null;
      const fields = json === null ? [...new URLSearchParams(text)] : Object.entries(json);
      for (const [name, value] of fields) {
        if (!/phone|telefon/i.test(name) || typeof value !== 'string' || value === '') continue;
        given.push(value);
        const home = z
          .enum(['DE', 'FR', 'ES', 'GB', 'US', 'IT', 'SE', 'AT', 'CH', 'CA'])
          .safeParse(country.get(origin));
        const number = parsePhoneNumberFromString(value, home.success ? home.data : 'DE');
        if (number?.isValid() !== true) invalid.push(`${origin} ${value}`);
      }
    }
    assert.ok(given.length >= 50, `${given.length} numbers`);
    assert.ok(invalid.length <= given.length * 0.08, invalid.join('\n'));
  });

  test('every host is a reserved name, but for scripts that are text and the attacks', async () => {
    const textOnly =
      /^(www\.linkedin\.com|www\.instagram\.com|schema\.org|www\.drupal\.org|www\.googletagmanager\.com|www\.google-analytics\.com|cdn\.shopify\.com|js\.hs-scripts\.com|consent\.cookiebot\.com|static\.klaviyo\.com|munchkin\.marketo\.net|go\.pardot\.com|widget\.intercom\.io|system\.netsuite\.com|169\.254\.169\.254|127\.0\.0\.1)$/;
    for (const path of (await filesIn('.')).filter((name) => !/\.(ts|md)$/.test(name))) {
      const text = (await readable(path)).slice(0, 200_000);
      for (const [, address] of text.matchAll(/[\w.+-]+@((?:[\w-]+\.)+[a-z]{2,})/gi)) {
        assert.match(address ?? '', /\.example$/i, `${path}: ${address}`);
      }
      for (const [, host] of text.matchAll(/https?:\/\/([^\s/"'<>)\]:]+)/gi)) {
        const isSite = path.startsWith(join(folder, 'sites')) || host === 'www.linkedin.com';
        const isFine = /\.example$|^\[/i.test(host ?? '') || (isSite && textOnly.test(host ?? ''));
        assert.ok(isFine, `${path}: ${host}`);
      }
    }
  });

  test('websites load no script, image or style from anywhere but known vendors and themselves', async () => {
    for (const path of await filesIn('sites')) {
      const text = await readFile(path, 'utf8');
      for (const [, address] of text.matchAll(
        /<(?:img|iframe|link|object|embed)\b[^>]*?(?:src|href|data)="([^"]*)"/gi,
      )) {
        assert.match(address ?? '', /^(\/(?!\/)|[\w./-]+$)/, `${path}: ${address}`);
      }
    }
  });
});
