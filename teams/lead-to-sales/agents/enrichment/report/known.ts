/** How surely a field is known from what was found so far: what the waterfall stops by, and depth is rated by. Pure. */
import type { Fact } from 'baton';
import type { WantedField } from '../rules/fields.ts';
import type { EnrichmentRules } from '../rules.ts';
import type { Findings, Subject } from '../source.ts';
import { isDecisionMaker, personKey } from './people.ts';

/** How sure a list of several is: each of its items has evidence of its own. */
const LISTED = 0.9;

function ofFact(fact: Fact<unknown> | null | undefined): number {
  return fact?.evidence.reduce((most, { confidence }) => Math.max(most, confidence), 0) ?? 0;
}

function ofList(list: readonly unknown[] | undefined, atLeast = 1): number {
  return (list?.length ?? 0) >= atLeast ? LISTED : 0;
}

function ofContact(found: Findings, subject: Subject): number {
  const name = subject.person?.name;
  const own = name ? personKey(name) : '';
  const colleague = found.people?.find(
    (person) => own !== '' && person.name !== null && personKey(person.name.value) === own,
  );
  return ofFact(colleague?.title);
}

/** 0 where nothing is known, up to 1. */
export function confidenceOf(
  field: WantedField,
  found: Findings,
  subject: Subject,
  rules: EnrichmentRules['people'],
): number {
  switch (field) {
    case 'history':
      return ofList(found.history, 2);
    case 'technologies':
      return ofList(found.technologies);
    case 'social_profiles':
      return ofList(found.social_profiles);
    case 'news':
      return ofList(found.news);
    case 'decision_makers':
      return ofFact(found.people?.find((person) => isDecisionMaker(person, rules.decision_maker))?.title);
    case 'contact':
      return ofContact(found, subject);
    case 'email_check':
      return found.contact_check?.email === 'deliverable' || found.contact_check?.email === 'undeliverable'
        ? LISTED
        : 0;
    default:
      return ofFact(found[field]);
  }
}
