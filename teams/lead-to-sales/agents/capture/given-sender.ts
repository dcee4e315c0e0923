/** What a person says of a sender whom nothing in the inquiry told how to reach: `--data '{"sender":{…}}'`. */
import { type Evidence, z } from 'baton';
import type { LeadData } from '../../lead.ts';
import { phoneNumber } from './standardise/phone.ts';

const words = z.string().trim().min(1).max(200);

export const givenSender = z
  .object({
    email: z.email().max(254).optional(),
    phone: z
      .string()
      .max(40)
      .refine(
        (text) => phoneNumber(text, null) !== null,
        'Write the number with its country, such as +49 171 3920044.',
      )
      .optional(),
    first_name: words.optional(),
    last_name: words.optional(),
    company: words.optional(),
  })
  .refine(({ email, phone }) => email !== undefined || phone !== undefined, 'Give an `email` or a `phone`.');
export type GivenSender = z.infer<typeof givenSender>;

/** The lead with what the person said; it counts before what was read. */
export function withSender(lead: LeadData, given: GivenSender, now: Date): LeadData {
  const said = (text: string): { value: string; evidence: Evidence[] } => ({
    value: text,
    evidence: [{ source: "a person's answer", quote: text, at: now.toISOString(), confidence: 1 }],
  });
  const { email, phone, first_name, last_name, company } = given;
  const number = phone === undefined ? null : phoneNumber(phone, null);
  const contact = lead.contact_info;
  return {
    ...lead,
    contact_info: {
      ...contact,
      email: email === undefined ? contact.email : said(email.toLowerCase()),
      phone: number === null || phone === undefined ? contact.phone : { ...said(phone), value: number.e164 },
      first_name: first_name === undefined ? contact.first_name : said(first_name),
      last_name: last_name === undefined ? contact.last_name : said(last_name),
    },
    company_info: {
      ...lead.company_info,
      name: company === undefined ? lead.company_info.name : said(company),
    },
  };
}
