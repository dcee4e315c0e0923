/** Where a lead came from, as one consistent code such as web-form/autumn-launch. */
import type { SourceName } from '../../../lead.ts';
import { foldWord, oncePerRules, phraseFinder } from '../phrases.ts';
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
