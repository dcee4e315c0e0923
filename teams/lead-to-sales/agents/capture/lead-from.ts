/** A reading → the lead's data: every field standardised, each with the words it rests on, the rest null. */
import type { Queryable } from 'baton';
import type { LeadData } from '../../lead.ts';
import { matchAccount } from '../../store/accounts.ts';
import { companyOf } from './company-from.ts';
import { contactOf } from './contact-from.ts';
import { initialNotes } from './initial-notes.ts';
import { needOf } from './need-from.ts';
import { allSaid, type Reading } from './reading.ts';
import type { CaptureRules } from './rules.ts';
import { attributionCode, standardMedium } from './standardise/attribution.ts';
import { languageOf } from './standardise/language.ts';

/** Builds the lead's data. `db` is asked for accounts we know; `now` is when the next action's time starts. */
export async function leadFrom(
  reading: Reading,
  rules: CaptureRules,
  db: Queryable,
  now: Date,
): Promise<LeadData> {
  const facts = companyOf(reading, rules);
  const language = languageOf(reading.message) ?? languageOf(`${reading.subject}. ${reading.message}`);
  const contact = contactOf(reading, facts.country?.value ?? null, language, rules);
  const match = await matchAccount(db, {
    name: facts.name?.value ?? null,
    domain: facts.domain?.value ?? null,
  });
  const need = needOf(reading, rules);
  const urgency = need.urgency?.value ?? 'unknown';
  const data: Omit<LeadData, 'initial_notes'> = {
    contact_info: contact.info,
    company_info: {
      ...facts,
      country: facts.country ?? contact.country,
      account:
        match === null
          ? null
          : {
              account_id: match.account.account_id,
              name: match.account.name,
              status: match.account.status,
              owner_id: match.account.owner_id,
              match_reason: match.match_reason,
            },
    },
    source_info: sourceInfo(reading, rules),
    need,
    language,
    next_action_at: new Date(now.getTime() + rules.next_action_minutes[urgency] * 60_000).toISOString(),
  };
  return { ...data, initial_notes: initialNotes(reading, data, contact.phoneAsWritten, rules) };
}

function sourceInfo(reading: Reading, rules: CaptureRules): LeadData['source_info'] {
  const first = (field: Parameters<typeof allSaid>[1]): string | null =>
    allSaid(reading, field)[0]?.value ?? null;
  const campaign = first('campaign') ?? first('event');
  const media = allSaid(reading, 'medium').flatMap((said) => standardMedium(said.value, rules) ?? []);
  return {
    source: reading.source,
    campaign,
    medium: media[0] ?? first('medium'),
    referrer: first('referrer'),
    attribution: attributionCode(reading.source, campaign ?? first('form') ?? pagePath(first('page'))),
    received_at: reading.at,
  };
}

function pagePath(page: string | null): string | null {
  if (page === null) return null;
  const path = URL.canParse(page) ? new URL(page).pathname : (page.split('?')[0] ?? '');
  return path === '/' ? 'home' : path;
}
