/** Every data provider that is asked over HTTP, over one client that keeps to their limits. */
import type { EnrichmentSource } from '../source.ts';
import { createApiClient } from './api-client.ts';
import { apollo, apolloPerson } from './apollo.ts';
import { gdelt } from './gdelt.ts';
import { hunter, hunterVerifier } from './hunter.ts';
import { openCorporates } from './opencorporates.ts';
import { peopleDataLabs, peopleDataLabsPerson } from './people-data-labs.ts';
import { createProviderSource, type Environment } from './provider-source.ts';

/** Keys are looked up in `environment` by the names that stand in the rules. */
export function createProviderSources(environment: Environment): EnrichmentSource[] {
  const client = createApiClient();
  return [
    createProviderSource(gdelt, client, environment),
    createProviderSource(openCorporates, client, environment),
    createProviderSource(peopleDataLabs, client, environment),
    createProviderSource(peopleDataLabsPerson, client, environment),
    createProviderSource(apollo, client, environment),
    createProviderSource(apolloPerson, client, environment),
    createProviderSource(hunter, client, environment),
    createProviderSource(hunterVerifier, client, environment),
  ];
}
