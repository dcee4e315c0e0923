/** What a lead gains from another of the same person, and how that is taken back. Pure. */
import { z } from 'baton';
import { type LeadData, leadData } from '../lead.ts';

const sections = ['contact_info', 'company_info', 'need'] as const;
type Section = (typeof sections)[number];

/** A field that was given another value, with the value it had. */
export const changedField = z.object({
  section: z.enum(sections),
  field: z.string(),
  before: z.unknown(),
});
export type ChangedField = z.infer<typeof changedField>;

export interface Merged {
  readonly data: LeadData;
  readonly changed: readonly ChangedField[];
}

type Words = LeadData['need']['description'];

/** Newer words first, the earlier ones below them, each with its own evidence. */
function bothDescriptions(newer: Words, earlier: Words): Words {
  if (newer === null || earlier === null) return newer ?? earlier;
  if (newer.value.includes(earlier.value)) return newer;
  return {
    value: `${newer.value}\n\n${earlier.value}`.slice(0, 10_000),
    evidence: [...newer.evidence, ...earlier.evidence].slice(0, 20),
  };
}

function filledSection<Part extends object>(
  section: Section,
  known: Part,
  more: Part,
): { readonly part: Part; readonly changed: ChangedField[] } {
  const changed: ChangedField[] = [];
  const filled = Object.entries(known).flatMap(([field, value]) => {
    const found: unknown = Reflect.get(more, field);
    if (value !== null || found === null || found === undefined) return [];
    changed.push({ section, field, before: null });
    return [[field, found] as const];
  });
  return { part: { ...known, ...Object.fromEntries(filled) }, changed };
}

/** The first lead's data with what only the second knows. */
export function filledFrom(known: LeadData, more: LeadData): Merged {
  const contact = filledSection('contact_info', known.contact_info, more.contact_info);
  const company = filledSection('company_info', known.company_info, more.company_info);
  const need = filledSection('need', known.need, more.need);
  return {
    data: {
      ...known,
      contact_info: contact.part,
      company_info: company.part,
      need: need.part,
      language: known.language ?? more.language,
      next_action_at: known.next_action_at < more.next_action_at ? known.next_action_at : more.next_action_at,
    },
    changed: [...contact.changed, ...company.changed, ...need.changed],
  };
}

/** A new lead that goes on with an earlier one: its own words first, then all that was known before. */
export function carriedOn(newer: LeadData, earlier: LeadData): Merged {
  const { data, changed } = filledFrom(newer, earlier);
  const description = bothDescriptions(newer.need.description, earlier.need.description);
  if (newer.need.description === null || description === newer.need.description) {
    return { data: { ...data, next_action_at: newer.next_action_at }, changed };
  }
  return {
    data: { ...data, need: { ...data.need, description }, next_action_at: newer.next_action_at },
    changed: [...changed, { section: 'need', field: 'description', before: newer.need.description }],
  };
}

/** Gives changed fields the values they had. What has been added since stays. */
export function takenBack(data: LeadData, changed: readonly ChangedField[]): LeadData {
  const before = (section: Section): Record<string, unknown> =>
    Object.fromEntries(
      changed.filter((one) => one.section === section).map(({ field, before: value }) => [field, value]),
    );
  return leadData.parse({
    ...data,
    contact_info: { ...data.contact_info, ...before('contact_info') },
    company_info: { ...data.company_info, ...before('company_info') },
    need: { ...data.need, ...before('need') },
  });
}
