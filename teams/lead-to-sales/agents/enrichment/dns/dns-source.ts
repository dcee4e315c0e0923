/** The source `dns`: whether the company's domain is alive, and who runs its mail. */
import { createHash } from 'node:crypto';
import { isQuotedFrom } from 'baton';
import type { EnrichmentRules } from '../rules.ts';
import type { EnrichmentSource, SourceAnswer } from '../source.ts';
import type { DnsClient } from './dns-client.ts';

/** Names set aside for examples and tests (RFC 2606, RFC 6761): no server has to be asked. */
const RESERVED = /\.(example|test|invalid|localhost)$/;

/** Who runs a mail server, by the end of its name; the longest end known counts. */
export function mailProvider(exchange: string, providers: EnrichmentRules['mail_providers']): string | null {
  const host = exchange.toLowerCase().replace(/\.$/, '');
  const ends = Object.keys(providers).filter((end) => host === end || host.endsWith(`.${end}`));
  const longest = ends.sort((one, other) => other.length - one.length)[0];
  return longest === undefined ? null : (providers[longest] ?? null);
}

function digestOf(rules: EnrichmentRules): string {
  return createHash('sha256').update(JSON.stringify(rules.mail_providers)).digest('hex').slice(0, 8);
}

/** Makes the source over a resolver. */
export function createDnsSource(client: DnsClient): EnrichmentSource {
  return {
    name: 'dns',
    needs: 'the domain of a company',
    applies: (subject) => subject.domain !== null,
    cacheKey: (subject, rules) => `dns/1-${digestOf(rules)}/${subject.domain}`,
    async ask(subject, context): Promise<SourceAnswer> {
      const domain = subject.domain ?? '';
      if (RESERVED.test(domain)) {
        return {
          status: 'nothing-found',
          detail: `${domain} is a name for examples; DNS does not hold it.`,
          findings: {},
        };
      }
      const [servers, addresses] = await Promise.all([
        client.mailServers(domain, context.signal),
        client.addresses(domain, context.signal),
      ]);
      if (servers.length === 0) {
        const detail =
          addresses.length === 0
            ? `${domain} does not resolve: it has neither an address nor a mail server.`
            : `${domain} resolves, but takes no mail.`;
        return { status: 'nothing-found', detail, findings: {} };
      }
      const records = servers.map(({ priority, exchange }) => `${priority} ${exchange}`);
      const resolves =
        addresses.length === 0 ? 'takes mail, but has no address of its own' : 'resolves and takes mail';
      for (const [index, { exchange }] of servers.entries()) {
        const provider = mailProvider(exchange, context.rules.mail_providers);
        const quote = records[index] ?? '';
        if (provider !== null && isQuotedFrom(quote, records.join('\n'))) {
          const source = `DNS MX records of ${domain}`;
          const evidence = [{ source, quote, at: context.now.toISOString(), confidence: 0.95 }];
          return {
            status: 'ok',
            detail: `${domain} ${resolves}, run by ${provider}.`,
            findings: { mail_provider: { value: provider, evidence } },
          };
        }
      }
      return {
        status: 'nothing-found',
        detail: `${domain} ${resolves}, run by nobody the rules know (${records[0]?.slice(0, 100)}).`,
        findings: {},
      };
    },
  };
}
