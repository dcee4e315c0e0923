/** Whether mail to an address can arrive, as far as its words and DNS tell. No server of a stranger is rung up. */
import { BatonError } from 'baton';
import type { DnsClient } from '../dns/dns-client.ts';
import { RESERVED } from '../dns/dns-source.ts';
import type { ContactCheck } from '../source.ts';
import { type MailAddress, parseMailAddress } from './mail-address.ts';
import { isDisposable, isFreeProvider, isRole } from './mail-lists.ts';
import { namesAgree } from './name-in-address.ts';
import { meantDomain } from './typing-mistake.ts';
import type { EmailDoubt, VerificationRules } from './verification-rules.ts';

export type Check = ContactCheck['checks'][number];
export type MailResolver = Pick<DnsClient, 'mailServers' | 'addresses'>;

export interface PersonName {
  readonly first: string | null;
  readonly last: string | null;
}

interface Outcome {
  readonly email: ContactCheck['email'];
  /** False where a name server gave no answer: asked again, it may be another one. */
  readonly isFinal: boolean;
  readonly checks: readonly Check[];
}

const MAX_EXCHANGES = 3;

function check(name: string, passed: boolean, detail: string): Check {
  return { check: name, passed, detail };
}

/** Whether any of the mail servers has an address; true where DNS does not say. */
async function anyReachable(
  exchanges: readonly string[],
  dns: MailResolver,
  signal: AbortSignal,
): Promise<boolean> {
  const answers = await Promise.allSettled(exchanges.map((exchange) => dns.addresses(exchange, signal)));
  return answers.some((answer) => answer.status === 'rejected' || answer.value.length > 0);
}

type MailState = 'takes-mail' | 'address-only' | 'no-mail' | 'not-asked' | 'no-answer';

/** Who takes the domain's mail: by MX, null MX (RFC 7505), or the address alone (RFC 5321, 5.1). */
async function mailServerOf(
  domain: string,
  dns: MailResolver,
  signal: AbortSignal,
): Promise<{ state: MailState; checks: Check[] }> {
  if (RESERVED.test(domain)) {
    const detail = `${domain} is a name for examples; no server can be asked about it.`;
    return { state: 'not-asked', checks: [check('E-mail domain', false, detail)] };
  }
  try {
    const servers = await dns.mailServers(domain, signal);
    const exchanges = servers.map(({ exchange }) => exchange).filter((exchange) => exchange !== '');
    const exists = check('E-mail domain', true, `${domain} exists.`);
    if (servers.length > 0 && exchanges.length === 0) {
      return {
        state: 'no-mail',
        checks: [exists, check('Mail server', false, `${domain} says that it takes no mail (null MX).`)],
      };
    }
    const [first] = exchanges;
    if (first !== undefined) {
      const isReachable = await anyReachable(exchanges.slice(0, MAX_EXCHANGES), dns, signal);
      return isReachable
        ? {
            state: 'takes-mail',
            checks: [exists, check('Mail server', true, `${first} takes the mail of ${domain}.`)],
          }
        : {
            state: 'no-mail',
            checks: [
              exists,
              check(
                'Mail server',
                false,
                `${domain} names ${first} as its mail server, which does not exist.`,
              ),
            ],
          };
    }
    const addresses = await dns.addresses(domain, signal);
    return addresses.length > 0
      ? {
          state: 'address-only',
          checks: [
            exists,
            check(
              'Mail server',
              false,
              `${domain} names no mail server; mail may still arrive at its address.`,
            ),
          ],
        }
      : {
          state: 'no-mail',
          checks: [check('E-mail domain', false, `${domain} has neither a mail server nor an address.`)],
        };
  } catch (thrown) {
    if (!(thrown instanceof BatonError)) {
      throw thrown;
    }
    const detail = `No name server could tell whether ${domain} takes mail.`;
    return { state: 'no-answer', checks: [check('E-mail domain', false, detail)] };
  }
}

/** What the words of the address tell, and which of it speaks against the address. */
function readWords(
  { local, domain }: MailAddress,
  person: PersonName,
  rules: VerificationRules,
): { checks: Check[]; doubts: EmailDoubt[] } {
  const checks: Check[] = [];
  const doubts: EmailDoubt[] = [];
  const tell = (name: string, doubt: EmailDoubt, isDoubtful: boolean, bad: string, good: string) => {
    checks.push(check(name, !isDoubtful, isDoubtful ? bad : good));
    if (isDoubtful) doubts.push(doubt);
  };
  const meant = meantDomain(domain, rules);
  if (meant === null) {
    tell(
      'Disposable address',
      'disposable',
      isDisposable(domain, rules),
      `${domain} gives out addresses to be thrown away.`,
      `${domain} is no known provider of throw-away addresses.`,
    );
  } else {
    // Such domains stand in all lists, for somebody holds them to catch mail that goes astray.
    tell(
      'Typing mistake',
      'typing-mistake',
      true,
      `Perhaps ${local}@${meant} was meant; ask before writing there.`,
      '',
    );
  }
  const role = isRole(local, rules);
  tell(
    'Personal address',
    'role',
    role,
    `"${local}" is an office's address, not a person's.`,
    `"${local}" is no office's address.`,
  );
  const provider = meant ?? domain;
  tell(
    'Company address',
    'free-provider',
    isFreeProvider(provider, rules),
    `Anybody can have an address at ${provider}.`,
    `${domain} is no free mail provider.`,
  );
  const agrees = role ? null : namesAgree(local, person.first, person.last);
  if (agrees !== null) {
    const name = [person.first, person.last]
      .filter((part) => part !== null)
      .join(' ')
      .slice(0, 100);
    tell(
      'Name and address',
      'other-name',
      !agrees,
      `Nothing of the name ${name} stands in "${local}".`,
      `"${local}" fits the name ${name}.`,
    );
  }
  return { checks, doubts };
}

function judge(state: MailState, doubts: readonly EmailDoubt[], rules: VerificationRules): Outcome['email'] {
  if (state === 'no-mail') return 'undeliverable';
  const all: EmailDoubt[] = state === 'address-only' ? [...doubts, 'no-mail-server'] : [...doubts];
  if (all.some((doubt) => rules.risky_when.includes(doubt))) return 'risky';
  return state === 'takes-mail' || state === 'address-only' ? 'deliverable' : 'unknown';
}

/**
 * Verifies one address. A name server that does not answer makes it `unknown` (or `risky`, where its words alone
 * do), never `undeliverable`. Never rejects for what a server does.
 */
export async function verifyEmail(
  text: string,
  person: PersonName,
  context: { readonly dns: MailResolver; readonly rules: VerificationRules; readonly signal: AbortSignal },
): Promise<Outcome> {
  const address = parseMailAddress(text);
  if (typeof address === 'string') {
    const detail = `"${text.slice(0, 100)}" is no e-mail address: ${address}.`;
    return { email: 'undeliverable', isFinal: true, checks: [check('E-mail syntax', false, detail)] };
  }
  const words = readWords(address, person, context.rules);
  const server = await mailServerOf(address.domain, context.dns, context.signal);
  return {
    email: judge(server.state, words.doubts, context.rules),
    isFinal: server.state !== 'no-answer',
    checks: [
      check('E-mail syntax', true, 'The address is written as mail servers take it.'),
      ...server.checks,
      ...words.checks,
    ],
  };
}
