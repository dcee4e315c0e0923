/** What a lead asks of its owner, read from what the agents before have found. Pure. */
import type { CompanyReport, LeadData } from '../../lead.ts';
import type { RoutingRules } from './rules.ts';

/** What matters for the choice of an owner. What nobody has said is null or empty. */
export interface LeadNeeds {
  /** Country code and names of the rules' territories, the narrowest first; empty where unknown. */
  readonly territories: readonly string[];
  /** State, region or city as written, for people to read. */
  readonly region: string | null;
  readonly specialties: readonly string[];
  /** The rules' segments of a company of that size; null: nobody has said the size. */
  readonly segments: readonly string[] | null;
  readonly language: string | null;
  /** Whose this person or company is already, and why: an open opportunity, an earlier lead, the account. */
  readonly knownOwner: { readonly owner_id: string; readonly reason: string } | null;
  /** Whom a manager asked for, by id or e-mail address. */
  readonly requestedOwner: string | null;
  /** Who has had the lead and has not answered: not asked again by ourselves. */
  readonly silentOwnerIds: readonly string[];
}

/** Folds case, white space and unprintable characters, so that what people typed can be compared. */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim()
    .toLowerCase();
}

type Territory = RoutingRules['territories'][string];

function breadth({ countries, regions }: Territory): number {
  return countries.length * 2 - (regions === undefined ? 0 : 1);
}

/** "Boston, MA" → both parts and the whole. */
function placesOf(region: string | null): string[] {
  if (region === null) return [];
  const whole = folded(region.slice(0, 200));
  return [whole, ...whole.split(',').map((part) => part.trim())].filter((place) => place !== '');
}

function territoriesOf(country: string | null, region: string | null, rules: RoutingRules): string[] {
  const places = placesOf(region);
  const isIn = ({ countries, regions }: Territory): boolean => {
    if (country !== null && !countries.includes(country)) return false;
    if (regions === undefined) return country !== null;
    if (places.length === 0) return country !== null && rules.when_territory_unknown === 'anyone';
    // Without a country a short code could be anything: CA is Canada as well as California.
    return regions
      .map(folded)
      .some((name) => places.includes(name) && (country !== null || name.length >= 4));
  };
  const names = Object.entries(rules.territories)
    .filter(([, territory]) => isIn(territory))
    .sort(([, a], [, b]) => breadth(a) - breadth(b))
    .map(([name]) => name);
  return country === null ? names : [country, ...names];
}

function hasWords(text: string, words: string): boolean {
  return ` ${text.replace(/[^\p{L}\p{N}-]+/gu, ' ')} `.includes(` ${words} `);
}

function specialtiesOf(industry: string | null, rules: RoutingRules): string[] {
  if (industry === null) return [];
  const words = folded(industry.slice(0, 200));
  const named = Object.entries(rules.specialties)
    .filter(([name, industries]) => [name, ...industries].some((word) => hasWords(words, folded(word))))
    .map(([name]) => name);
  return [...new Set([...named, words])];
}

function segmentsOf(employees: number | null, rules: RoutingRules): string[] | null {
  if (employees === null) return null;
  return Object.entries(rules.segments)
    .filter(([, { from, until }]) => employees >= (from ?? 0) && employees <= (until ?? employees))
    .map(([name]) => name);
}

/** In a word or two; the record has the whole sentence. */
const KNOWN_BY: Readonly<Record<NonNullable<LeadData['known_owner']>['by'], string>> = {
  'open-opportunity': 'has an open opportunity with them',
  'earlier-lead': 'had an earlier lead of this person',
  'same-lead': 'had this lead before',
  contact: 'has the contact',
  account: 'owns the account',
};

function knownOwnerOf({ known_owner, company_info }: LeadData): LeadNeeds['knownOwner'] {
  if (known_owner) return { owner_id: known_owner.owner_id, reason: KNOWN_BY[known_owner.by] };
  const owner_id = company_info.account?.owner_id;
  return owner_id ? { owner_id, reason: KNOWN_BY.account } : null;
}

/** Reads a lead's needs. What the person said counts before what enrichment found. */
export function leadNeeds(
  lead: LeadData,
  found: Pick<CompanyReport, 'country' | 'region' | 'industry' | 'employees'> | null,
  rules: RoutingRules,
  wishes: { readonly requestedOwner: string | null; readonly silentOwnerIds: readonly string[] },
): LeadNeeds {
  const said = lead.company_info;
  const country = (said.country ?? found?.country ?? null)?.value.toUpperCase() ?? null;
  const region = (said.region ?? (said.country === null ? found?.region : null) ?? null)?.value ?? null;
  const industry = (said.industry ?? found?.industry ?? null)?.value ?? null;
  return {
    territories: territoriesOf(country, region, rules),
    region: region === null ? null : region.replace(/\p{C}+/gu, ' ').slice(0, 200),
    specialties: specialtiesOf(industry, rules),
    segments: segmentsOf((said.size ?? found?.employees ?? null)?.value ?? null, rules),
    language: lead.language?.toLowerCase() ?? null,
    knownOwner: rules.account_owner_first ? knownOwnerOf(lead) : null,
    ...wishes,
  };
}
