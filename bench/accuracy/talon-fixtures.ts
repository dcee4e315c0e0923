// Replies and signatures from mailgun/talon (Apache-2.0), where a copy of its fixtures is at hand.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mailPartsOf, readEmail } from '../../teams/lead-to-sales/agents/capture/read/read-email.ts';
import type { CaptureRules } from '../../teams/lead-to-sales/agents/capture/rules.ts';

const TALON = join(import.meta.dirname, '../../../shared/data/mail/talon');
const squeezed = (value: string): string => value.replace(/\s+/gu, ' ').trim();

/** What talon's own tests expect of these replies. */
const TALON_REPLIES = [
  'Hello',
  'Hello Sent from my iPhone',
  'Hello -- xxx Sent with Sparrow (http://www.sparrowmailapp.com/?sig)',
  'Hi. I am fine. Thanks, Alex',
];

/** Of talon's fixtures: replies cut to the own words, signatures found as labelled. */
export async function measureTalon(
  rules: CaptureRules,
): Promise<{ quoted: string; signatures: string } | null> {
  if (!existsSync(TALON)) {
    process.stdout.write(`talon: skipped, ${TALON} is not there.\n`);
    return null;
  }
  const files = readdirSync(TALON);
  const missed: string[] = [];
  let right = 0;
  const replies = files.filter((name) => /^(?:standard_replies_.*\.eml|html_replies_.*\.html)$/.test(name));
  for (const name of replies) {
    const content = readFileSync(join(TALON, name));
    const raw = name.endsWith('.html')
      ? Buffer.concat([
          Buffer.from('From: Alex <alex@example.com>\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'),
          content,
        ])
      : content;
    const reading = await readEmail(raw, '2026-01-01T00:00:00.000Z', rules);
    const own = squeezed(reading.texts.get('email body') ?? '');
    if (TALON_REPLIES.some((wanted) => own === wanted)) right += 1;
    else missed.push(`${name}: "${own.slice(0, 100)}"`);
  }
  const bodies = files.filter((name) => /^signature_emails_stripped_.*_body$/.test(name));
  let found = 0;
  for (const name of bodies) {
    const read = (ending: string): string =>
      readFileSync(join(TALON, name.replace(/body$/, ending)), 'utf8').replaceAll('#sig#', '');
    const sender = read('sender').trim();
    const isAddress = sender.includes('@');
    const { signature } = mailPartsOf(
      read('body'),
      { name: isAddress ? '' : sender, address: isAddress ? sender : '' },
      rules,
    );
    if (squeezed(signature) === squeezed(read('signature'))) found += 1;
    else missed.push(`${name}: "${squeezed(signature).slice(0, 100)}"`);
  }
  process.stdout.write(
    `talon: own words alone kept in ${right} of ${replies.length} replies, signature exact in ${found} of ${bodies.length}\n`,
  );
  for (const miss of missed) process.stdout.write(`  ${miss}\n`);
  return { quoted: `${right}/${replies.length}`, signatures: `${found}/${bodies.length}` };
}
