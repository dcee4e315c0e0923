/** A reading → the company: name, domain, industry, size and place, as far as anything says. */
import type { Fact } from 'baton';
import type { LeadData } from '../../lead.ts';
import { countryOfAnswer, domainCountry } from '../../standards/country.ts';
import { isCompanyPage, profileFacts } from './contact-from.ts';
import { foldWord } from './phrases.ts';
import { allSaid, firstFact, type Reading, type Said } from './reading.ts';
import type { CaptureRules } from './rules.ts';
import { companySize, staffIn } from './standardise/company-size.ts';
import { isFreeMailDomain, isOurs, registrableDomain } from './standardise/domain.ts';
import { naicsIndustry, standardIndustry } from './standardise/industry.ts';

type CompanyFacts = Omit<LeadData['company_info'], 'account' | 'account_candidates'>;

const NO_COMPANY =
  /^(n\/?a|none|no|nein|keine?|private?|privat|self|selbst|individual|freelance(r)?|aucune?|ninguna?|test|-+|\.+)$/i;

/** The facts about the company; which account of ours it is, the caller finds out. */
export function companyOf(reading: Reading, rules: CaptureRules): CompanyFacts {
  const domain = companyDomain(reading, rules);
  const region = firstFact(reading, allSaid(reading, 'region'), (said) => said.value.slice(0, 100));
  return {
    name:
      firstFact(reading, allSaid(reading, 'company'), (said) => companyName(said.value)) ??
      nameFromDomain(reading, domain),
    domain,
    website: firstFact(reading, allSaid(reading, 'website'), (said) =>
      isOurs(said.value, rules) ? null : said.value.slice(0, 200),
    ),
    address: firstFact(reading, allSaid(reading, 'address'), (said) => said.value.slice(0, 300)),
    profiles: profileFacts(reading, isCompanyPage),
    industry: firstFact(
      reading,
      allSaid(reading, 'industry'),
      (said) => standardIndustry(said.value, rules) ?? said.value.slice(0, 100),
    ),
    naics: firstFact(reading, allSaid(reading, 'industry'), (said) => naicsIndustry(said.value)),
    size:
      firstFact(reading, allSaid(reading, 'size'), (said) => companySize(said.value)) ?? staffFact(reading),
    country:
      firstFact(reading, allSaid(reading, 'country'), (said) => countryOfAnswer(said.value)) ??
      countryOfDomain(reading, domain, rules) ??
      countryOfLegalForm(reading, rules),
    region,
  };
}

function companyName(text: string): string | null {
  const name = text
    .trim()
    .replace(/^["'„“]|["'“”]$/g, '')
    .slice(0, 150);
  return NO_COMPANY.test(name) || !/[\p{L}\p{N}]/u.test(name) ? null : name;
}

function companyDomain(reading: Reading, rules: CaptureRules): CompanyFacts['domain'] {
  const candidates: Said[] = [
    ...allSaid(reading, 'email').map((said) => ({ ...said, confidence: said.confidence * 0.95 })),
    ...allSaid(reading, 'website').map((said) => ({ ...said, confidence: said.confidence * 0.9 })),
  ];
  return firstFact(reading, candidates, (said) => {
    const domain = registrableDomain(said.value);
    return domain === null || isFreeMailDomain(domain, rules) || isOurs(domain, rules) ? null : domain;
  });
}

/** The domain's own word is better than no name at all, and says so by its confidence. */
function nameFromDomain(reading: Reading, domain: Fact<string> | null): CompanyFacts['name'] {
  const evidence = domain?.evidence[0];
  if (domain === null || evidence === undefined) return null;
  const words = (domain.value.split('.')[0] ?? '').split('-').filter((word) => word !== '');
  if (words.length === 0 || words[0]?.startsWith('xn')) return null;
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
  return firstFact(reading, [{ ...evidence, value: name, confidence: 0.4 }], () => name);
}

function countryOfDomain(
  reading: Reading,
  domain: Fact<string> | null,
  rules: CaptureRules,
): CompanyFacts['country'] {
  const evidence = domain?.evidence[0];
  const code = domain === null ? null : domainCountry(domain.value, rules.generic_country_domains);
  if (evidence === undefined || code === null) return null;
  return firstFact(reading, [{ ...evidence, value: code, confidence: 0.5 }], () => code);
}

/** Some legal forms exist in one country only: Sp. z o.o. is Polish. Weak, and it says so. */
function countryOfLegalForm(reading: Reading, rules: CaptureRules): CompanyFacts['country'] {
  const names = allSaid(reading, 'company').map((said) => ({ ...said, confidence: 0.35 }));
  return firstFact(reading, names, (said) => {
    const name = ` ${foldWord(said.value)
      .replace(/[^\p{L}]+/gu, ' ')
      .trim()}`;
    const form = Object.keys(rules.legal_form_countries).find((ending) => name.endsWith(` ${ending}`));
    return form === undefined ? null : (rules.legal_form_countries[form] ?? null);
  });
}

function staffFact(reading: Reading): CompanyFacts['size'] {
  const staff = staffIn(reading.message);
  if (staff === null) return null;
  const said = { value: staff.quote, source: reading.messageSource, quote: staff.quote, confidence: 0.7 };
  return firstFact(reading, [said], () => staff.size);
}
