/** The source `dns`: whether the company's domain is alive, who runs its mail, which products it names. */
import type { Evidence } from 'baton';
import type { EnrichmentRules } from '../rules.ts';
import { createRulesDigest } from '../rules-digest.ts';
import type { EnrichmentSource, Findings, SourceAnswer } from '../source.ts';
import { shippedTechnologies } from '../technologies/detect.ts';
import type { DnsClient } from './dns-client.ts';
import { type DomainRecords, findMailProvider } from './dns-records.ts';

/** Names set aside for examples and tests (RFC 2606, RFC 6761): no server has to be asked. */
export const RESERVED = /(?:^|\.)(example|test|invalid|localhost)$|(?:^|\.)example\.(com|net|org)$/;

const MAX_TECHNOLOGIES = 60;
const MAX_RECORDS = 50;
const MAX_QUOTE = 500;

interface Zone {
  readonly records: DomainRecords;
  /** Names of the mail servers, in the order of `records.mx`. */
  readonly exchanges: readonly string[];
  readonly hasAddress: boolean;
  /** A null MX (RFC 7505): the domain says that it takes no mail. */
  readonly refusesMail: boolean;
  readonly problems: readonly string[];
}

const rulesDigest = createRulesDigest(({ mail_providers, mail_gateways, mailbox_providers }) => [
  mail_providers,
  mail_gateways,
  mailbox_providers,
  shippedTechnologies().digest,
]);

/** TXT and NS are a bonus: that they fail is told, and stops nothing. */
async function orNothing(question: Promise<string[]>, what: string, problems: string[]): Promise<string[]> {
  try {
    return await question;
  } catch {
    problems.push(`Its ${what} records could not be had.`);
    return [];
  }
}

async function readZone(domain: string, client: DnsClient, signal: AbortSignal): Promise<Zone> {
  const problems: string[] = [];
  const [servers, addresses, texts, nameServers] = await Promise.all([
    client.mailServers(domain, signal),
    client.addresses(domain, signal),
    orNothing(client.texts(domain, signal), 'TXT', problems),
    orNothing(client.nameServers(domain, signal), 'NS', problems),
  ]);
  const real = servers.filter(({ exchange }) => exchange !== '').slice(0, MAX_RECORDS);
  return {
    records: {
      mx: real.map(({ priority, exchange }) => `${priority} ${exchange}`),
      txt: texts.map((text) => text.slice(0, MAX_QUOTE)),
      ns: nameServers.slice(0, MAX_RECORDS),
    },
    exchanges: real.map(({ exchange }) => exchange),
    hasAddress: addresses.length > 0,
    refusesMail: real.length === 0 && servers.length > 0,
    problems,
  };
}

function standing(domain: string, { records, hasAddress, refusesMail }: Zone): string {
  if (records.mx.length > 0) {
    return hasAddress
      ? `${domain} resolves and takes mail`
      : `${domain} takes mail, but has no address of its own`;
  }
  if (refusesMail) {
    return `${domain} says that it takes no mail (null MX)`;
  }
  return hasAddress
    ? `${domain} resolves, but takes no mail`
    : `${domain} does not resolve: it has neither an address nor a mail server`;
}

function findingsOf(domain: string, zone: Zone, rules: EnrichmentRules, at: string): Findings {
  const evidence = (kind: string, quote: string): Evidence[] => [
    { source: `DNS ${kind} records of ${domain}`, quote, at, confidence: 0.95 },
  ];
  const provider = findMailProvider(zone.exchanges, zone.records, rules);
  const { mx, txt, ns } = zone.records;
  const sightings = [
    ...mx.map((record) => ({ place: 'dns' as const, text: record, kind: 'MX' })),
    ...txt.map((record) => ({ place: 'dns' as const, text: record, kind: 'TXT' })),
    ...ns.map((record) => ({ place: 'dns' as const, text: record, kind: 'NS' })),
  ];
  const { detect } = shippedTechnologies();
  const seen = new Set<string>();
  const technologies = sightings.flatMap((sighting) =>
    detect([sighting]).flatMap(({ name, category, quote }) => {
      if (seen.has(name)) return [];
      seen.add(name);
      return [{ name, category, evidence: { value: name, evidence: evidence(sighting.kind, quote) } }];
    }),
  );
  return {
    ...(provider === null
      ? {}
      : { mail_provider: { value: provider.name, evidence: evidence(provider.kind, provider.quote) } }),
    ...(technologies.length === 0 ? {} : { technologies: technologies.slice(0, MAX_TECHNOLOGIES) }),
  };
}

/** Makes the source over a resolver. */
export function createDnsSource(client: DnsClient): EnrichmentSource {
  return {
    name: 'dns',
    needs: 'the domain of a company',
    applies: (subject) => subject.domain !== null,
    cacheKey: (subject, rules) => `dns/2-${rulesDigest(rules)}/${subject.domain}`,
    async ask(subject, context): Promise<SourceAnswer> {
      const domain = subject.domain ?? '';
      if (RESERVED.test(domain)) {
        const detail = `${domain} is a name for examples; DNS does not hold it.`;
        return { status: 'nothing-found', detail, findings: {} };
      }
      const zone = await readZone(domain, client, context.signal);
      const stands = standing(domain, zone);
      const alive = zone.hasAddress || zone.records.mx.length > 0;
      const found = findingsOf(domain, zone, context.rules, context.now.toISOString());
      const { mail_provider, technologies } = found;
      const detail = [
        mail_provider
          ? `${stands}, run by ${mail_provider.value}.`
          : zone.records.mx.length === 0
            ? `${stands}.`
            : `${stands}, run by nobody the rules know (${zone.records.mx[0]?.slice(0, 100)}).`,
        ...(technologies ? [`Its records name ${technologies.map(({ name }) => name).join(', ')}.`] : []),
        ...zone.problems,
      ].join(' ');
      return { status: 'ok', detail, findings: { ...found, domain_alive: { alive, detail: `${stands}.` } } };
    },
  };
}
