/** The section of a record on what the person's own words say. Pure. */
import type { Conversation, LeadData, Touch } from '../../lead.ts';
import { bold, columns, counted, dim, plain, quoted, section, sentence } from '../text/layout.ts';
import { dayAndTime } from '../text/times.ts';
import { undashed } from '../text/words.ts';
import { fieldLines, unknownLine } from './field-lines.ts';
import { companyFields, needFields, personFields } from './fields.ts';

const beside = (label: string, text: string): string => columns([label, text], [14, 80]);

function accountLines({ company_info: { account, account_candidates = [] } }: LeadData): string[] {
  if (account === null) {
    return account_candidates.map(({ name, status, reason }, index) =>
      beside(index === 0 ? 'Perhaps' : '', `${plain(name, 80)}, a ${status}: ${plain(reason, 300)}`),
    );
  }
  const { opportunity } = account;
  const open = opportunity
    ? [
        beside(
          'Opportunity',
          `${plain(opportunity.name, 80)} (${undashed(opportunity.stage)}). ${plain(opportunity.reason, 300)}`,
        ),
      ]
    : [];
  return [
    beside('Account', `${plain(account.name, 80)}, a ${account.status}. ${plain(account.match_reason, 300)}`),
    ...open,
  ];
}

function touchWords({ code, campaign, referrer, landing_page }: Touch): string {
  return [
    plain(code, 100),
    ...(campaign === null ? [] : [`campaign ${plain(campaign, 60)}`]),
    ...(referrer === null ? [] : [`referred by ${plain(referrer, 100)}`]),
    ...(landing_page === null ? [] : [`landed on ${plain(landing_page, 100)}`]),
  ].join(', ');
}

function sourceLines({ source_info: source }: LeadData): string[] {
  const { attribution, campaign, medium, referrer, first_touch, last_touch } = source;
  const words = [
    plain(attribution, 100),
    ...(campaign === null ? [] : [`campaign ${plain(campaign, 60)}`]),
    ...(medium === null ? [] : [`medium ${plain(medium, 60)}`]),
    ...(referrer === null ? [] : [`referred by ${plain(referrer, 100)}`]),
  ];
  const touches = [
    ...(first_touch ? [beside('First touch', touchWords(first_touch))] : []),
    ...(last_touch && last_touch.code !== first_touch?.code
      ? [beside('Last touch', touchWords(last_touch))]
      : []),
  ];
  return [beside('Lead source', words.join(', ')), ...touches];
}

function conversationLines(talk: Conversation | null | undefined): string[] {
  if (!talk) return [];
  const { messages, visitor_messages, summary, indicators } = talk;
  return [
    beside(
      'Conversation',
      `${counted(messages, 'message')}, ${visitor_messages} of them the visitor's. ${plain(summary, 600)}`,
    ),
    ...indicators.map(({ about, quote }) => beside('', `${bold(about)} ${dim(quoted(quote, 160))}`)),
  ];
}

/** Every field with its value and what it rests on; those that nothing says as unknown. */
export function knownSection(lead: LeadData | null, timezone: string): string[] {
  if (lead === null) return [];
  const fields = [...personFields(lead), ...companyFields(lead), ...needFields(lead)];
  const { known_owner } = lead;
  return section('What they said', [
    dim('  Field, value, and the words it rests on (left out where they are the value), and how sure.'),
    ...fieldLines(fields),
    ...unknownLine(fields),
    ...accountLines(lead),
    ...(known_owner ? [beside('Owner before', sentence(plain(known_owner.reason, 300)))] : []),
    ...conversationLines(lead.conversation),
    beside('Language', lead.language ?? 'unknown'),
    ...sourceLines(lead),
    beside('Notes', plain(lead.initial_notes, 900)),
    beside('Next action', `by ${dayAndTime(new Date(lead.next_action_at), timezone)}`),
  ]);
}
