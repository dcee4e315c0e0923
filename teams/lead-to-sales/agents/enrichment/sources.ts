/** The sources of enrichment: every one stands in this list, and nowhere else. */
import { resolve } from 'node:path';
import { createCompanyRegisterSource } from './company-register/register-source.ts';
import { createDnsClient } from './dns/dns-client.ts';
import { createDnsSource } from './dns/dns-source.ts';
import { createGuardedFetch } from './guarded-fetch.ts';
import { createLinkedinSource } from './linkedin/linkedin-source.ts';
import { createNewsSource } from './news/news-source.ts';
import type { Environment } from './providers/provider-source.ts';
import { createProviderSources } from './providers/providers.ts';
import type { EnrichmentSource } from './source.ts';
import { createVerificationSource } from './verification/verification-source.ts';
import { createSiteReader } from './website/site-reader.ts';
import { createWebsiteSource } from './website/website-source.ts';

/** A list that has changed is read again after this time at the latest. */
const LOOK_EVERY_MS = 1_000;

/** Keys of providers are looked up in `environment`, by the names that stand in rules.yaml. */
export function createSources(environment: Environment = process.env): EnrichmentSource[] {
  const dnsClient = createDnsClient();
  // Shared, so that a home page is asked for once.
  const sites = createSiteReader(createGuardedFetch(dnsClient));
  const teamFolder = resolve(import.meta.dirname, '../..');
  return [
    createWebsiteSource(sites),
    createNewsSource(sites),
    createDnsSource(dnsClient),
    createVerificationSource(dnsClient),
    createCompanyRegisterSource(teamFolder, LOOK_EVERY_MS),
    createLinkedinSource(teamFolder, LOOK_EVERY_MS),
    ...createProviderSources(environment),
  ];
}
