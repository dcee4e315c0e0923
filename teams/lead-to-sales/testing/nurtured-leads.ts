/** For tests: leads that their owner gives back to nurturing, what was written to them, and mail that answers it. */
import type { IntakeFile } from 'baton';
import { recycleLead } from '../nurturing/recycle.ts';
import { activitiesOf } from '../store/activities.ts';
import { insertConsent } from '../store/consents.ts';
import { type OutgoingMail, outgoingMailsOf } from '../store/outgoing-mails.ts';
import { putLead } from './put-lead.ts';
import { aLead, said } from './sales-floor.ts';
import type { SequenceDesk } from './sequence-desk.ts';

export interface NurturedLeads {
  /** A lead whose owner `mia` gives it back; with a legal basis unless said otherwise. Gives its case. */
  recycled(given?: { reason?: string; consent?: boolean; email?: string }): Promise<string>;
  mails(caseId: string): Promise<OutgoingMail[]>;
  /** The kinds of its activities, oldest first. */
  kinds(caseId: string): Promise<string[]>;
}

export function nurturedLeads(desk: SequenceDesk): NurturedLeads {
  const { database } = desk.desk;
  let number = 0;
  return {
    recycled: async ({ reason = 'no-response', consent = true, email: given } = {}) => {
      number += 1;
      const caseId = `LEAD-${number}`;
      const email = given ?? `anna${number}@muller.example`;
      const lead = aLead({
        contact: { email: said(email) },
        description: 'We look for a WMS.',
        language: 'en',
      });
      await putLead(desk, caseId, lead, { owner: 'mia' });
      if (consent) {
        await insertConsent(database, {
          address: email,
          legal_basis: 'consent',
          source: 'web form /contact',
          words: 'newsletter: yes',
          case_id: null,
          given_at: new Date('2027-01-10T00:00:00Z'),
          expires_at: null,
          recorded_by: 'test',
        });
      }
      await recycleLead(desk.team, { caseId, reason, note: null, by: 'mia' });
      await desk.rest();
      return caseId;
    },
    mails: (caseId) => outgoingMailsOf(database, caseId),
    kinds: async (caseId) => (await activitiesOf(database, caseId)).map(({ kind }) => kind),
  };
}

/** A mail as a file; its Message-ID is one of its own. */
export function aMail(given: {
  from: string;
  to: string;
  subject: string;
  answers?: string | undefined;
  text: string;
  head?: string;
}): IntakeFile {
  const answers = given.answers === undefined ? '' : `In-Reply-To: ${given.answers}\n`;
  const text = `From: ${given.from}\nTo: ${given.to}\nSubject: ${given.subject}\nMessage-ID: <${Math.random()}@there.example>\n${answers}${given.head ?? ''}\n${given.text}\n`;
  return { name: `${given.subject}.eml`, bytes: Buffer.from(text) };
}
