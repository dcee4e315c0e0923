/** What the desk keeps for a while only, and what goes with the record of a case. The cache of enrichment expires by itself. */
import type { RetentionKind } from 'baton';
import { eraseEngagements, eraseRaw } from './store/outdated.ts';

const DAY_MS = 24 * 3600_000;

export const deskRetention: Readonly<Record<string, RetentionKind>> = {
  raw_inquiries: {
    what: 'mails and forms as they arrived (what was read from them stays)',
    defaultMs: null,
    erase: eraseRaw,
  },
  engagements: {
    what: 'what leads have opened, clicked and visited',
    defaultMs: 730 * DAY_MS,
    erase: eraseEngagements,
  },
};
