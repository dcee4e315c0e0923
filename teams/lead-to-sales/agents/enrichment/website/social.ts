/** Profiles on social networks, of companies and of people, by the hosts and paths in the rules. */
import type { ProfileRules } from './website-rules.ts';

export interface Profile {
  readonly network: string;
  readonly owner: 'company' | 'person';
  /** Without tracking. */
  readonly url: string;
  /** What names the owner, such as jane-doe of /in/jane-doe. */
  readonly handle: string;
}

const hostsOf = new WeakMap<ProfileRules, ReadonlyMap<string, string>>();

function networkOf(host: string, rules: ProfileRules): string | undefined {
  const known =
    hostsOf.get(rules) ??
    new Map(
      Object.entries(rules).flatMap(([network, { hosts }]) => hosts.map((name) => [name, network] as const)),
    );
  hostsOf.set(rules, known);
  return known.get(host.replace(/^(?:www|m|mobile|[a-z]{2})\./, '')) ?? known.get(host);
}

/** Whether a host belongs to a network, whatever the path. */
export function isNetwork(host: string, rules: ProfileRules): boolean {
  return networkOf(host, rules) !== undefined;
}

function handleAfter(path: string, beginnings: readonly string[]): string | null {
  const beginning = beginnings.find((one) => path.toLowerCase().startsWith(one));
  const rest = beginning === undefined ? '' : path.slice(beginning.length).split('/')[0];
  return rest || null;
}

/** The profile a link leads to; null where it leads to none. */
export function profileOf(link: string, base: string, rules: ProfileRules): Profile | null {
  // Most links stay on the website; only addresses with a host can be a profile.
  const url = /^(?:https?:)?\/\//i.test(link) && URL.canParse(link, base) ? new URL(link, base) : null;
  const network = url === null ? undefined : networkOf(url.hostname, rules);
  const rule = network === undefined ? undefined : rules[network];
  if (url === null || network === undefined || rule === undefined) {
    return null;
  }
  const path = url.pathname.replace(/\/+$/, '');
  const first = path.split('/')[1]?.toLowerCase() ?? '';
  if (first === '' || rule.never.includes(first.replace(/\.php$/, ''))) {
    return null;
  }
  const plain = `https://${url.host}${path}`;
  const person = handleAfter(path, rule.person);
  if (person !== null) {
    return { network, owner: 'person', url: plain, handle: person };
  }
  const company =
    rule.company.length > 0
      ? handleAfter(path, rule.company)
      : /^\/[\w.-]{1,60}$/.test(path)
        ? path.slice(1)
        : null;
  return company === null ? null : { network, owner: 'company', url: plain, handle: company };
}

/** The company's profiles among some links, one for each network. */
export function companyProfiles(
  links: readonly string[],
  base: string,
  rules: ProfileRules,
): { network: string; url: string }[] {
  const found = new Map<string, string>();
  for (const link of links) {
    const profile = profileOf(link, base, rules);
    if (profile?.owner === 'company' && !found.has(profile.network)) {
      found.set(profile.network, profile.url);
    }
  }
  return [...found].map(([network, url]) => ({ network, url }));
}
