/** A provider's field as a fact with its evidence, and the checks that a reply is about the company asked for. Pure. */
import type { JobFunction, Seniority } from '../../../lead.ts';
import { companyNameKey } from '../../../standards/company-name.ts';
import { registrableDomain } from '../../capture/standardise/domain.ts';
import type { Person } from '../report/people.ts';
import type { Findings, KnownFact, Subject } from '../source.ts';

/**
 * Reads one field of a reply: `raw` is what stands there, `read` what it means. Null where nothing stands
 * there, or nothing clear. The quotation is the field's text as it came.
 */
export type FactReader = <Value>(
  field: string,
  raw: string | number | null | undefined,
  read: (text: string) => Value | null,
) => KnownFact<Value> | null;

const MAX_TEXT = 1_000;

export function factReader(title: string, confidence: number, now: Date): FactReader {
  return (field, raw, read) => {
    const quote = raw == null ? '' : String(raw).trim().slice(0, MAX_TEXT);
    const value = quote === '' ? null : read(quote);
    return value === null
      ? null
      : {
          value,
          evidence: [{ source: `${title}, field ${field}`, quote, at: now.toISOString(), confidence }],
        };
  };
}

/** As it stands. */
export function asText(text: string): string | null {
  return text;
}

/** Whether a reply is about the company asked for: by domain where both have one, else by name. */
export function isAbout(
  subject: Subject,
  domain: string | null | undefined,
  name: string | null | undefined,
): boolean {
  const theirs = domain
    ? registrableDomain(domain.replace(/^[a-z]{2,6}:\/\//i, '').split('/')[0] ?? '')
    : null;
  if (subject.domain !== null && theirs !== null) {
    return theirs === subject.domain;
  }
  const key = companyNameKey(subject.name ?? '');
  return key !== '' && key === companyNameKey(name ?? '');
}

const NETWORKS: Readonly<Record<string, string>> = {
  'linkedin.com': 'linkedin',
  'facebook.com': 'facebook',
  'twitter.com': 'x',
  'x.com': 'x',
  'xing.com': 'xing',
  'instagram.com': 'instagram',
  'github.com': 'github',
};

/** A profile's address with its scheme; null where it leads anywhere but to a known network. */
export function profileUrl(text: string | null | undefined): string | null {
  const address = /^https?:\/\//i.test(text ?? '') ? (text ?? '') : `https://${text}`;
  const url = text && URL.canParse(address) ? new URL(address) : null;
  const host = url === null ? null : registrableDomain(url.hostname);
  return url === null || host === null || NETWORKS[host] === undefined || url.pathname.length < 2
    ? null
    : `https://${url.host}${url.pathname.replace(/\/$/, '')}`.slice(0, 300);
}

export function socialProfiles(
  links: readonly (string | null | undefined)[],
): NonNullable<Findings['social_profiles']> {
  return links.flatMap((link) => {
    const url = profileUrl(link);
    const network = url === null ? undefined : NETWORKS[registrableDomain(new URL(url).hostname) ?? ''];
    return url === null || network === undefined ? [] : [{ network, url }];
  });
}

/** The providers' words for seniority → ours; null for those that say less than ours do. */
const SENIORITY: Readonly<Record<string, Seniority>> = {
  owner: 'owner',
  founder: 'owner',
  partner: 'owner',
  cxo: 'c-level',
  c_suite: 'c-level',
  vp: 'vp',
  director: 'director',
  head: 'head',
  manager: 'manager',
  senior: 'senior',
  entry: 'entry',
  junior: 'entry',
  intern: 'entry',
  training: 'entry',
};

export function seniorityOf(words: readonly (string | null | undefined)[]): Seniority | null {
  const known = words.flatMap((word) => SENIORITY[word?.toLowerCase() ?? ''] ?? []);
  return known[0] ?? null;
}

/** Parts of the providers' words for departments → ours, the first that fits. */
const FUNCTIONS: readonly (readonly [RegExp, JobFunction])[] = [
  [/c_suite|executive|management/, 'executive'],
  [/finance|accounting/, 'finance'],
  [/information_technology|^it$/, 'it'],
  [/engineering|technical|research|product_management/, 'engineering'],
  [/marketing|communication|public_relations|media/, 'marketing'],
  [/sales|business_development/, 'sales'],
  [/human_resources|^hr$/, 'hr'],
  [/procurement|purchasing/, 'procurement'],
  [/legal/, 'legal'],
  [/support|customer_service/, 'support'],
  [/operations|logistics|supply_chain|manufacturing/, 'operations'],
];

export function jobFunctionOf(words: readonly (string | null | undefined)[]): JobFunction | null {
  for (const word of words) {
    const found = FUNCTIONS.find(([pattern]) => pattern.test(word?.toLowerCase().slice(0, 60) ?? ''));
    if (found !== undefined) {
      return found[1];
    }
  }
  return null;
}

/** A person as a source names one: what it does not say is null, and who decides is judged later. */
export function foundPerson(known: Pick<Person, 'name' | 'title'> & Partial<Person>): Person {
  return {
    seniority: null,
    job_function: null,
    is_decision_maker: false,
    reports_to: null,
    profile_url: null,
    ...known,
  };
}

/** Why a person who was found is no colleague of the one asked for; null where company or domain agree, or none is known. */
export function worksElsewhere(
  subject: Subject,
  title: string,
  domain: string | null | undefined,
  name: string | null | undefined,
): string | null {
  return (subject.domain ?? subject.name) === null || isAbout(subject, domain, name)
    ? null
    : `${title} knows the person at another company only (${name?.slice(0, 80) ?? 'not named'}).`;
}
