/** What a domain's records say: who runs its mail, which products it has proved itself to. Pure. */
import type { EnrichmentRules } from '../rules.ts';

/** Records of one domain as text, such as "MX 10 mail.acme.example". */
export interface DomainRecords {
  readonly mx: readonly string[];
  readonly txt: readonly string[];
  readonly ns: readonly string[];
}

export interface MailProvider {
  readonly name: string;
  /** The record that says so, as it stands. */
  readonly quote: string;
  readonly kind: 'MX' | 'TXT';
}

/** Who runs a mail server, by the end of its name; the longest end known counts. */
export function mailProvider(exchange: string, providers: EnrichmentRules['mail_providers']): string | null {
  const host = exchange.toLowerCase().replace(/\.$/, '');
  let end = host;
  while (end !== '') {
    const known = Object.hasOwn(providers, end) ? providers[end] : undefined;
    if (known !== undefined) {
      return known;
    }
    const dot = end.indexOf('.');
    end = dot === -1 ? '' : end.slice(dot + 1);
  }
  return null;
}

/** The hosts that an SPF record (RFC 7208) lets send mail: its `include:` and `redirect=`. */
export function spfHosts(text: string): string[] {
  if (!/^v=spf1(?: |$)/i.test(text)) {
    return [];
  }
  return text
    .split(' ')
    .slice(0, 50)
    .flatMap((term) => /^[+?~-]?(?:include:|redirect=)([a-z0-9._-]{3,253})$/i.exec(term)?.[1] ?? []);
}

/**
 * Who holds the mailboxes. Where the mail servers are only a filter's (`mail_gateways`), those behind it
 * are told by SPF, for who sends is who holds them; where SPF says nothing, the filter is named.
 */
export function findMailProvider(
  exchanges: readonly string[],
  records: DomainRecords,
  rules: Pick<EnrichmentRules, 'mail_providers' | 'mail_gateways' | 'mailbox_providers'>,
): MailProvider | null {
  const served = exchanges.flatMap((exchange, index) => {
    const name = mailProvider(exchange, rules.mail_providers);
    const quote = records.mx[index];
    return name === null || quote === undefined ? [] : [{ name, quote, kind: 'MX' as const }];
  });
  const [first] = served;
  if (first === undefined || !rules.mail_gateways.includes(first.name)) {
    return first ?? null;
  }
  const behind = records.txt.flatMap((text) =>
    spfHosts(text).flatMap((host) => {
      const name = mailProvider(host, rules.mail_providers);
      return name === null || rules.mail_gateways.includes(name)
        ? []
        : [{ name, quote: text, kind: 'TXT' as const }];
    }),
  );
  return behind.find(({ name }) => rules.mailbox_providers.includes(name)) ?? first;
}
