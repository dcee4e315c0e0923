/** A reading → the lead's data: every field standardised, each with the words it rests on, the rest null. */
import type { Queryable } from 'baton';
import type { LeadData } from '../../lead.ts';
import { type AccountSearch, findAccount } from '../../store/account-search.ts';
import type { Account } from '../../store/accounts.ts';
import { companyOf } from './company-from.ts';
import { contactOf } from './contact-from.ts';
import { initialNotes } from './initial-notes.ts';
import { needOf } from './need-from.ts';
import { allSaid, type Reading } from './reading.ts';
import type { CaptureRules } from './rules.ts';
import { attributionCode, standardMedium, touchOf } from './standardise/attribution.ts';
import { languageOfReading } from './standardise/language.ts';

/** Builds the lead's data. `db` is asked for accounts we know; `now` is when the next action's time starts. */
export async function leadFrom(
  reading: Reading,
  rules: CaptureRules,
  db: Queryable,
  now: Date,
): Promise<LeadData> {
  const facts = companyOf(reading, rules);
  const language = languageOfReading(reading);
  const contact = contactOf(reading, facts.country?.value ?? null, language, rules);
  const found = await findAccount(db, {
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
      ...accountFacts(found),
    },
    source_info: sourceInfo(reading, rules),
    need,
    language,
    conversation: reading.conversation,
    next_action_at: new Date(now.getTime() + rules.next_action_minutes[urgency] * 60_000).toISOString(),
  };
  return { ...data, initial_notes: initialNotes(reading, data, contact.phoneAsWritten, rules) };
}

/** The account, or those it may be: which one, a person is asked. */
function accountFacts({
  match,
  doubtful,
}: AccountSearch): Pick<LeadData['company_info'], 'account' | 'account_candidates'> {
  const known = ({ account }: { readonly account: Account }) => ({
    account_id: account.account_id,
    name: account.name,
    status: account.status,
    owner_id: account.owner_id,
  });
  if (match !== null) return { account: { ...known(match), match_reason: match.match_reason } };
  if (doubtful.length === 0) return { account: null };
  return {
    account: null,
    account_candidates: doubtful.map((one) => ({ ...known(one), reason: one.match_reason })),
  };
}

function sourceInfo(reading: Reading, rules: CaptureRules): LeadData['source_info'] {
  const first = (field: Parameters<typeof allSaid>[1]): string | null =>
    allSaid(reading, field)[0]?.value ?? null;
  const lastTouch = touchOf(reading.touches.last, rules);
  const firstTouch = touchOf(reading.touches.first, rules);
  const campaign = lastTouch?.campaign ?? first('campaign') ?? first('event') ?? firstTouch?.campaign ?? null;
  const said = allSaid(reading, 'medium').flatMap((one) => standardMedium(one.value, rules) ?? []);
  const tracked = [lastTouch, firstTouch].find((one) => one !== null && !UNTOLD.includes(one.channel));
  return {
    source: reading.source,
    campaign,
    medium: tracked?.channel ?? said[0] ?? first('medium') ?? lastTouch?.channel ?? null,
    referrer: lastTouch?.referrer ?? first('referrer'),
    attribution: attributionCode(reading.source, campaign ?? first('form') ?? pagePath(first('page'))),
    received_at: reading.at,
    first_touch: firstTouch,
    last_touch: lastTouch,
  };
}

/** Channels that say nothing: what the person told us counts for more. */
const UNTOLD: readonly string[] = ['direct', 'other'];

function pagePath(page: string | null): string | null {
  if (page === null) return null;
  const path = URL.canParse(page) ? new URL(page).pathname : (page.split('?')[0] ?? '');
  return path === '/' ? 'home' : path;
}
