/** Whether two companies are the same account: yes, perhaps, or no, with the sentence that says why. */
import { type CompanyDomain, companyDomain, domainRelation } from './domain-evidence.ts';
import { companyLexicon } from './lexicon.ts';
import { labelKey, type NameForm, nameForms } from './name-form.ts';
import { type NameRelation, relateNames } from './relate-names.ts';

export interface Company {
  readonly name: string | null;
  readonly domain: string | null;
}

export interface Comparison {
  readonly verdict: 'match' | 'doubtful' | 'none';
  /** A plain sentence; empty for none. */
  readonly reason: string;
  /** For choosing among several: a domain is surer than a name, a name surer than an acronym. 0 to 1. */
  readonly sureness: number;
}

/** A company made ready for comparing with many. */
export interface PreparedCompany {
  readonly name: string;
  readonly forms: readonly NameForm[];
  readonly domain: CompanyDomain | null;
}

const NO: Comparison = { verdict: 'none', reason: '', sureness: 0 };

/** Takes a company's name and domain apart. A mail provider's domain counts as none. */
export function prepareCompany(company: Company): PreparedCompany {
  return {
    name: company.name?.slice(0, 200) ?? '',
    forms: company.name === null ? [] : nameForms(company.name),
    domain: companyDomain(company.domain),
  };
}

/**
 * Compares two companies. One domain is one account whatever the names; two domains with nothing in common are two
 * accounts unless the name is long and the same. Without domains the names decide, by the words that tell firms
 * apart.
 */
export function compareCompanies(a: PreparedCompany, b: PreparedCompany): Comparison {
  const domains = domainRelation(a.domain, b.domain);
  if (domains === 'same') return yes(1, `Both have the domain ${a.domain?.domain}.`);
  const found = relateNames(a.forms, b.forms);
  if (found === null) return NO;
  const { relation } = found;
  if (relation.kind === 'none') return byLabel(a, b, domains === 'akin');
  if (domains === 'apart') return apart(relation, found.a, a, b);
  return byName(relation, found.a, found.b, domains === 'akin' || supports(a, b) || supports(b, a));
}

/** Compares two companies as given. */
export function compareCompany(a: Company, b: Company): Comparison {
  return compareCompanies(prepareCompany(a), prepareCompany(b));
}

function yes(sureness: number, reason: string): Comparison {
  return { verdict: 'match', reason, sureness };
}

function perhaps(sureness: number, reason: string): Comparison {
  return { verdict: 'doubtful', reason, sureness };
}

/** One side's domain spells the other side's name. */
function supports(a: PreparedCompany, b: PreparedCompany): boolean {
  const label = a.domain?.label ?? '';
  return (
    label.length >= 2 &&
    b.forms.some(
      ({ compact, words }) => compact === label || words.map(({ text }) => text).join('') === label,
    )
  );
}

function byName(relation: NameRelation, a: NameForm, b: NameForm, isSupported: boolean): Comparison {
  const because = isSupported ? `, and the domain fits` : '';
  switch (relation.kind) {
    case 'same':
      return sameName(relation.how, a, b, isSupported);
    case 'slip':
      if (relation.isLikely || isSupported) return yes(0.8, `${capital(relation.how)}${because}.`);
      return perhaps(0.5, `${capital(relation.how)}.`);
    case 'acronym':
      if (relation.letters >= 3 || isSupported) return yes(0.75, `${capital(relation.how)}${because}.`);
      return perhaps(0.4, `${capital(relation.how)}; two letters fit many.`);
    case 'inside':
      return insideName(relation, a.legalForms.length > 0 && b.legalForms.length > 0, isSupported);
    case 'none':
      return NO;
  }
}

function sameName(how: string, a: NameForm, b: NameForm, isSupported: boolean): Comparison {
  const telling = a.words.filter(({ kind }) => kind === 'own' || kind === 'number').length;
  const reason = `"${a.written}" and "${b.written}": ${how}${isSupported ? ', and the domain fits' : ''}.`;
  if (isSupported || telling >= 2) return yes(0.95, reason);
  if (telling === 0 && a.words.length < 2) return perhaps(0.5, `${reason} But many firms are called so.`);
  if (a.words.length === 1 && areOtherForms(a, b)) {
    return perhaps(0.6, `${reason} But the legal forms are two: ${a.legalForms[0]} and ${b.legalForms[0]}.`);
  }
  return yes(0.9, reason);
}

function areOtherForms(a: NameForm, b: NameForm): boolean {
  const { formsThatDiffer } = companyLexicon();
  const [one, other] = [a.legalForms[0] ?? '', b.legalForms[0] ?? ''];
  return one !== other && formsThatDiffer.has(one) && formsThatDiffer.has(other);
}

function insideName(
  relation: Extract<NameRelation, { kind: 'inside' }>,
  haveForms: boolean,
  isSupported: boolean,
): Comparison {
  const own = relation.shared.filter(({ kind }) => kind === 'own' || kind === 'number');
  const reason = `${capital(relation.how)}.`;
  if (own.length === 0) return NO;
  if (relation.extra === 'weak' || relation.extra === 'branch') return yes(0.85, reason);
  if (isSupported) return yes(0.8, `${reason} The domain fits.`);
  const letters = own.reduce((sum, { text }) => sum + text.length, 0);
  if (relation.extra === 'trade' && relation.shared.length >= 2 && relation.extras === 1)
    return yes(0.7, reason);
  // Siemens AG and Siemens Energy AG: two legal forms are two firms of one group.
  if (relation.extra === 'trade') {
    return relation.extras === 1 && letters >= 6 && !haveForms ? perhaps(0.4, reason) : NO;
  }
  if (relation.extra === 'place') return perhaps(0.5, reason);
  return own.length >= 2 && relation.extras <= 2 ? perhaps(0.45, reason) : NO;
}

/** Two domains that have nothing in common: only a long name that is the same speaks against two accounts. */
function apart(relation: NameRelation, form: NameForm, a: PreparedCompany, b: PreparedCompany): Comparison {
  if (relation.kind === 'acronym') {
    const spells = [a, b].every(({ domain, forms }) =>
      forms.some(({ initials, compact }) => domain !== null && [...initials, compact].includes(domain.label)),
    );
    return spells ? perhaps(0.5, `${capital(relation.how)}, but the domains are two.`) : NO;
  }
  if (relation.kind !== 'same') return NO;
  const [one, other] = [a.domain?.label ?? '', b.domain?.label ?? ''];
  const reason = `"${a.name}" and "${b.name}": ${relation.how}, but the domains are ${a.domain?.domain} and ${b.domain?.domain}.`;
  const isAkin = one.length >= 4 && other.length >= 4 && (one.startsWith(other) || other.startsWith(one));
  const areOfName = [one, other].every(
    (label) =>
      form.compact.startsWith(label) || label.startsWith(form.compact) || form.initials.includes(label),
  );
  if (form.words.length >= 2 && (isAkin || areOfName)) return yes(0.7, reason);
  return form.words.length >= 2 ? perhaps(0.5, reason) : NO;
}

/** The names have nothing in common: one side's domain may still spell the other's name. */
function byLabel(a: PreparedCompany, b: PreparedCompany, isAkin: boolean): Comparison {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const label = one.domain?.label ?? '';
    const spelled = other.forms.find(({ compact }) => compact === label);
    if (spelled !== undefined && other.domain === null && label.length >= 4) {
      return perhaps(0.5, `The domain ${one.domain?.domain} spells "${spelled.written}".`);
    }
    const letters = one.forms.some(({ initials }) => initials.includes(label));
    if (spelled !== undefined && other.domain === null && letters) {
      return yes(
        0.7,
        `The domain ${one.domain?.domain} spells "${spelled.written}", the first letters of "${one.name}".`,
      );
    }
  }
  const label = a.domain?.label ?? '';
  return isAkin && label.length >= 5 && label === labelKey(b.domain?.domain ?? '')
    ? perhaps(0.4, `The domains ${a.domain?.domain} and ${b.domain?.domain} differ in their ending only.`)
    : NO;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
