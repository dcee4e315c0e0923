/** Where a lead came from, in consistent codes: how it reached us (web-form/…), and what brought it (paid-search/…). */
import type { SourceName, Touch } from '../../../lead.ts';
import { foldWord, oncePerRules, phraseFinder } from '../phrases.ts';
import type { TouchWords } from '../read/touch-words.ts';
import type { CaptureRules } from '../rules.ts';

const CHANNEL: Readonly<Record<SourceName, string>> = {
  form: 'web-form',
  email: 'email',
  chat: 'live-chat',
  event: 'event',
};

const mediums = oncePerRules((rules: CaptureRules) =>
  phraseFinder(
    Object.entries(rules.mediums).flatMap(([medium, phrases]) =>
      phrases.map((phrase) => ({ phrase, value: medium })),
    ),
  ),
);

/** Small letters, digits and hyphens; at most 60 characters. */
export function slug(text: string): string {
  return foldWord(text.slice(0, 200))
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
}

/** The standard name of a medium as written (`cpc` → paid-search); null where the rules know none. */
export function standardMedium(text: string, rules: CaptureRules): string | null {
  return mediums(rules)(text.slice(0, 200))[0]?.value ?? null;
}

/** The code: the channel, and what brought the person there (campaign, event, form, page or mailbox). */
export function attributionCode(source: SourceName, detail: string | null): string {
  const part = detail === null ? '' : slug(detail);
  return `${CHANNEL[source]}/${part === '' ? 'direct' : part}`;
}

/**
 * A touch by what trackers said of it; null where they said nothing. The channel is told, in this order, by the
 * medium, the click id, the source and the referrer: `utm_medium=cpc` is paid search whatever the source is, unless
 * that is a social network.
 */
export function touchOf(words: TouchWords, rules: CaptureRules): Touch | null {
  if (words.size === 0) return null;
  const value = (field: Parameters<TouchWords['get']>[0]): string | null => words.get(field)?.value ?? null;
  const referrer = hostOf(value('referrer'));
  const isOwn =
    referrer !== null && rules.own_domains.some((own) => referrer === own || referrer.endsWith(`.${own}`));
  const channel = channelOf(words, isOwn ? null : referrer, rules);
  const source = value('source') ?? (isOwn ? null : referrer);
  const parts = [channel, source, value('campaign')].map((part) => (part === null ? '' : slug(part)));
  return {
    channel,
    source,
    campaign: value('campaign'),
    term: value('term'),
    content: value('content'),
    click_id: value('click_id')?.slice(0, 200) ?? null,
    referrer: value('referrer')?.slice(0, 500) ?? null,
    landing_page: value('landing_page')?.slice(0, 500) ?? null,
    code: parts.filter((part) => part !== '').join('/'),
  };
}

function channelOf(words: TouchWords, referrer: string | null, rules: CaptureRules): string {
  const medium = words.get('medium')?.value;
  const source = words.get('source')?.value;
  const byMedium = medium === undefined ? null : standardMedium(medium, rules);
  const bySource = source === undefined ? null : standardMedium(source, rules);
  if (byMedium === 'paid-search' && (bySource === 'social' || bySource === 'paid-social'))
    return 'paid-social';
  if (byMedium !== null) return byMedium;
  const click = words.get('click_id')?.value.split('=')[0] ?? '';
  const byClick = rules.attribution.click_ids[click];
  if (byClick !== undefined) return byClick;
  if (bySource !== null) return bySource;
  if (referrer !== null) return channelOfHost(referrer, rules);
  return medium === undefined && source === undefined && !words.has('campaign') ? 'direct' : 'other';
}

/** A site that sends people: by the rules, by a name they know, or just a site that links to us. */
function channelOfHost(host: string, rules: CaptureRules): string {
  const labels = host.split('.');
  for (const [channel, names] of Object.entries(rules.attribution.referrers)) {
    if (
      names.some((name) =>
        name.includes('.') ? host === name || host.endsWith(`.${name}`) : labels.includes(name),
      )
    )
      return channel;
  }
  return 'referral';
}

function hostOf(address: string | null): string | null {
  if (address === null) return null;
  const full = /^https?:\/\//i.test(address) ? address : `https://${address}`;
  const host = URL.canParse(full) ? new URL(full).hostname.toLowerCase().replace(/^www\./, '') : '';
  return host.includes('.') ? host : null;
}
