/** Whether a company is what it says it is: a handful of checks, and the verdict the rules make of them. Pure. */
import type { EnrichmentReport, LeadData } from '../../../lead.ts';
import { companyNameKey } from '../../../standards/company-name.ts';
import type { SourceReport } from '../ask-sources.ts';
import type { CompanyCheck } from '../rules/judgement.ts';
import type { EnrichmentRules } from '../rules.ts';
import { shown } from './believe.ts';

type Check = EnrichmentReport['verification']['checks'][number] & { readonly check: CompanyCheck };
/** They tell of the domain or of the person, not whether others know the company. */
const OWN_WORDS = new Set<SourceReport['name']>([
  'website',
  'news',
  'dns',
  'verification',
  'hunter-verifier',
]);

function squeezed(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}

/** Whether two names may well be of one company: equal without legal form, or one the beginning of the other. */
function namesAgree(one: string, other: string): boolean {
  const [a, b] = [companyNameKey(one), companyNameKey(other)];
  return a !== '' && b !== '' && (a === b || `${a} `.startsWith(`${b} `) || `${b} `.startsWith(`${a} `));
}

/** Whether a domain is made of a company's name: its words run together, some of them, or their first letters. */
function domainSpells(domain: string, name: string): boolean {
  const label = squeezed(domain.split('.')[0] ?? '');
  const words = companyNameKey(name).split(' ');
  const whole = words.join('');
  const initials = words.map((word) => word[0] ?? '').join('');
  const long = words.filter((word) => word.length >= 4);
  return (
    label.length >= 2 &&
    (whole.includes(label) ||
      label.includes(whole) ||
      initials === label ||
      long.some((word) => label.includes(word)))
  );
}

function nameAndWebsite(lead: LeadData, reports: readonly SourceReport[]): Check[] {
  const name = lead.company_info.name?.value ?? null;
  const domain = lead.company_info.domain?.value ?? null;
  if (name === null || domain === null) {
    return [];
  }
  const there = reports.find((report) => report.name === 'website')?.findings.legal_name?.value ?? null;
  const saysSo = there !== null && namesAgree(name, there);
  const spells = domainSpells(domain, name);
  if (!saysSo && !spells && there === null) {
    return [];
  }
  const itself = `what ${domain} calls itself, "${shown(there)}"`;
  const of = saysSo || !spells ? itself : `the domain ${domain}`;
  const passed = saysSo || spells;
  return [
    {
      check: 'name-and-website',
      passed,
      detail: `"${shown(name)}" ${passed ? 'agrees' : 'does not agree'} with ${of}.`,
    },
  ];
}

function registerStatus({ status }: EnrichmentReport['company']): Check[] {
  const words = status?.evidence[0]?.quote;
  return status === null || words === undefined
    ? []
    : [
        {
          check: 'register-status',
          passed: status.value === 'active',
          detail: `A register says "${shown(words)}": ${status.value.replace('-', ' ')}.`,
        },
      ];
}

function domainAlive(lead: LeadData, reports: readonly SourceReport[]): Check[] {
  const domain = lead.company_info.domain?.value;
  if (domain === undefined) {
    return [];
  }
  const answered = reports.some(
    ({ name, status }) => name === 'website' && (status === 'ok' || status === 'cached'),
  );
  const told = reports.flatMap(({ findings }) => findings.domain_alive ?? []);
  const alive = told.find((one) => one.alive);
  const dead = told.find((one) => !one.alive);
  if (answered || alive !== undefined) {
    return [
      {
        check: 'domain-alive',
        passed: true,
        detail: alive?.detail ?? `${shown(domain)} has a website that answers.`,
      },
    ];
  }
  return dead === undefined ? [] : [{ check: 'domain-alive', passed: false, detail: dead.detail }];
}

function age({ founded }: EnrichmentReport['company'], minYears: number, now: Date): Check[] {
  if (founded === null) {
    return [];
  }
  const years = now.getUTCFullYear() - founded.value;
  return [
    {
      check: 'age',
      passed: years >= minYears,
      detail: `Founded in ${founded.value}${years >= minYears ? '' : `: younger than ${minYears} years`}.`,
    },
  ];
}

function knownElsewhere(reports: readonly SourceReport[], wanted: number): Check[] {
  const others = reports.filter(({ name }) => !OWN_WORDS.has(name));
  const know = others.filter(({ status }) => status === 'ok' || status === 'cached').map(({ name }) => name);
  const asked = others.filter(({ status }) => status === 'nothing-found').map(({ name }) => name);
  if (know.length + asked.length === 0) {
    return [];
  }
  const passed = know.length >= wanted;
  const detail = know.length > 0 ? `Known to ${know.join(', ')}.` : `Not known to ${asked.join(', ')}.`;
  return [{ check: 'known-elsewhere', passed, detail }];
}

export interface CompanyVerdict {
  readonly company: EnrichmentReport['verification']['company'];
  readonly checks: readonly Check[];
}

/** A check that cannot be made is left out; it neither confirms nor raises doubt. */
export function verifyCompany(
  lead: LeadData,
  company: EnrichmentReport['company'],
  reports: readonly SourceReport[],
  rules: EnrichmentRules['legitimacy'],
  now: Date,
): CompanyVerdict {
  const checks = [
    ...nameAndWebsite(lead, reports),
    ...registerStatus(company),
    ...domainAlive(lead, reports),
    ...age(company, rules.min_age_years, now),
    ...knownElsewhere(reports, rules.known_by),
  ];
  const doubted = checks.some(({ check, passed }) => !passed && rules.doubtful.includes(check));
  const passed = checks.filter((check) => check.passed).length;
  return { company: doubted ? 'doubtful' : passed >= rules.confirmed_from ? 'confirmed' : 'unknown', checks };
}
