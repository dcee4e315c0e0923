/** `baton consent <address>`: on what legal basis a person may be written to; records one, or withdraws it. */
import { type CommandOutcome, type RunningTeam, type TeamCommand, z } from 'baton';
import { legalBasis } from '../agents/nurturing/rules.ts';
import { suppress } from '../nurturing/unsubscribe.ts';
import type { DeskServices } from '../services.ts';
import { type ConsentRow, consentsOf, insertConsent } from '../store/consents.ts';
import { lockAddress, suppressionsOf } from '../store/suppressions.ts';
import { day, mailAddress } from './csv-cells.ts';
import { plain } from './text/layout.ts';
import { optionProblems, usageProblem } from './usage.ts';

const consentOptions = z
  .object({
    basis: z.enum(legalBasis.options, `give one of ${legalBasis.options.join(', ')}`).optional(),
    source: z
      .string()
      .trim()
      .min(3, 'where it was given, such as "fair in Hanover, card"')
      .max(300)
      .optional(),
    words: z.string().trim().min(1).max(1000).optional(),
    given: day.optional(),
    until: day.optional(),
    by: z.string().trim().min(1).max(64).optional(),
    withdraw: z.boolean().optional(),
  })
  .refine(({ basis, source }) => (basis === undefined) === (source === undefined), {
    path: ['source'],
    message: '--basis and --source belong together: a basis without a source is none',
  })
  .refine(({ basis, withdraw }) => !(basis && withdraw), {
    path: ['withdraw'],
    message: 'give --basis or --withdraw, not both',
  });

const USAGE = 'consent <address> [--basis BASIS --source TEXT | --withdraw]';

function lineOf(row: ConsentRow, now: Date): string {
  const isOver = row.expires_at !== null && row.expires_at <= now;
  const until =
    row.expires_at === null
      ? ''
      : `, ${isOver ? 'expired' : 'until'} ${row.expires_at.toISOString().slice(0, 10)}`;
  const gone = row.withdrawn_at === null ? '' : `; withdrawn ${row.withdrawn_at.toISOString().slice(0, 10)}`;
  const words = row.words === null ? '' : ` "${plain(row.words, 120)}"`;
  return `  ${row.given_at.toISOString().slice(0, 10)}  ${row.legal_basis}${until}: ${plain(row.source, 160)}${words} (${plain(row.recorded_by, 40)})${gone}`;
}

async function show(team: RunningTeam<DeskServices>, address: string): Promise<CommandOutcome> {
  const [now, consents, suppressions] = await Promise.all([
    team.now(),
    consentsOf(team.database, address),
    suppressionsOf(team.database, address),
  ]);
  const forbidden = suppressions.map(
    ({ value, reason, source }) => `  Must not be written to: ${value} (${reason}, ${plain(source, 80)}).`,
  );
  const none = consents.length === 0 ? ['  No legal basis is recorded: nothing is sent.'] : [];
  const text = [`${address}:`, ...forbidden, ...none, ...consents.map((row) => lineOf(row, now))].join('\n');
  return { data: { address, consents, suppressions }, text };
}

export const consentCommand: TeamCommand<DeskServices> = {
  usage: 'consent <address>',
  arguments: { address: 'the e-mail address of a person' },
  summary: 'show on what legal basis a person may be written to, record one, or withdraw it',
  options: [
    { flags: '--basis <basis>', summary: `one of ${legalBasis.options.join(', ')}` },
    { flags: '--source <text>', summary: 'where it was given' },
    { flags: '--words <text>', summary: 'the very words, as far as there are any' },
    { flags: '--given <day>', summary: 'when, YYYY-MM-DD (default: now)' },
    { flags: '--until <day>', summary: 'when it expires (default: never)' },
    { flags: '--by <name>', summary: 'who records it' },
    { flags: '--withdraw', summary: 'the person wants to hear no more' },
  ],
  run: async (team, args, options) => {
    const given = mailAddress.safeParse((args[0] ?? '').trim().toLowerCase());
    const parsed = consentOptions.safeParse(options);
    if (!given.success || !parsed.success) {
      const said = optionProblems(parsed.error);
      if (!given.success) said.unshift('<address>: an e-mail address, such as mia@acme.example');
      return usageProblem(USAGE, said);
    }
    const address = given.data;
    const { basis, source, words = null, given: from, until, by = 'command line', withdraw } = parsed.data;
    const now = await team.now();
    const start = from === undefined ? now : new Date(`${from}T00:00:00Z`);
    const end = until === undefined ? null : new Date(`${until}T23:59:59Z`);
    if (start > now) return usageProblem(USAGE, [`--given: ${from} has not come yet`]);
    if (end !== null && end < start)
      return usageProblem(USAGE, [`--until: ${until} lies before it was given`]);
    if (withdraw) {
      const wish = { value: address, reason: 'unsubscribed', source: `command line, ${by}` };
      await team.database.transaction((tx) => suppress(team, tx, wish, now));
    } else if (basis !== undefined && source !== undefined) {
      const blocked = await suppressionsOf(team.database, address);
      await team.database.transaction(async (tx) => {
        await lockAddress(tx, address);
        await insertConsent(tx, {
          address,
          legal_basis: basis,
          source,
          words,
          case_id: null,
          given_at: start,
          expires_at: end,
          recorded_by: by,
        });
      });
      if (blocked.length > 0) {
        const shown = await show(team, address);
        const hint = `Recorded, but it changes nothing while the address is suppressed: \`baton suppress --remove ${address}\` lifts that, where the person has asked for it.`;
        return { ...shown, text: `${hint}\n${shown.text}` };
      }
    }
    return show(team, address);
  },
};
