/** The sources of enrichment: every one stands in this list, and nowhere else. */
import { resolve } from 'node:path';
import { createCompanyRegisterSource } from './company-register/register-source.ts';
import { createDnsClient } from './dns/dns-client.ts';
import { createDnsSource } from './dns/dns-source.ts';
import { createGuardedFetch } from './guarded-fetch.ts';
import type { EnrichmentSource } from './source.ts';
import { createWebsiteSource } from './website/website-source.ts';

export function createSources(): EnrichmentSource[] {
  const dnsClient = createDnsClient();
  const teamFolder = resolve(import.meta.dirname, '../..');
  return [
    createWebsiteSource(createGuardedFetch(dnsClient)),
    createDnsSource(dnsClient),
    createCompanyRegisterSource(teamFolder),
  ];
}
