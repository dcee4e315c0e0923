import { contextWith, PUMPS } from '../enrichment.fixture.ts';
import { createGuardedFetch } from '../guarded-fetch.ts';
import { serveSite } from '../site-server.fixture.ts';
import { keepsTheContract } from '../source-contract.fixture.ts';
import { createSiteReader } from './site-reader.ts';
import { createWebsiteSource } from './website-source.ts';

keepsTheContract('website', async (t) => {
  const { origin } = await serveSite(t, PUMPS);
  const source = createWebsiteSource(createSiteReader(createGuardedFetch({ addresses: async () => [] })));
  const pages = Object.values(PUMPS).join('\n');
  return {
    source,
    known: { domain: 'nordwind.example', name: null },
    unknown: { domain: 'nowhere.com', name: null },
    // As a reader sees them: without tags, entities resolved; and as they were sent.
    world: `${pages}\n${pages.replace(/<\/?(b|br|strong)>/g, '').replaceAll('&amp;', '&')}`,
    context: contextWith({
      loopbackSites: new Map([
        ['nordwind.example', origin],
        ['www.nordwind.example', origin],
      ]),
    }),
    broken: {
      source,
      context: { loopbackSites: new Map([['nordwind.example', 'http://127.0.0.1:1']]) },
    },
  };
});
