/** Whether two leads are one person, by what they have in common and by what speaks against it. Pure. */
import type { LeadData } from '../lead.ts';

/** The keys a person is known by, in order: `email:…` in lower case, `phone:…` in E.164. */
export function identityKeys(data: LeadData): string[] {
  const { email, phone } = data.contact_info;
  const keys = [
    ...(email === null ? [] : [`email:${email.value.toLowerCase()}`]),
    ...(phone === null ? [] : [`phone:${phone.value}`]),
  ];
  return keys.sort();
}

function nameOf(data: LeadData): string[] | null {
  const { first_name: first, last_name: last } = data.contact_info;
  const words = [first?.value, last?.value].filter((word) => word !== undefined).join(' ');
  const folded = words
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/\p{L}+/gu);
  return folded === null || folded.length === 0 ? null : [...folded];
}

/** Two known names contradict one another unless they share a word: "A. Weber" and "Anna Weber" do not. */
export function namesContradict(a: LeadData, b: LeadData): boolean {
  const [one, other] = [nameOf(a), nameOf(b)];
  if (one === null || other === null) return false;
  return !one.some((word) => word.length > 1 && other.includes(word));
}

/**
 * Whether a key in common makes one person of two leads. An address does, unless the names contradict
 * (an office's mailbox). A number alone may be a switchboard's: it needs a name in common, or nothing
 * else to tell them apart.
 */
export function isSamePerson(key: string, a: LeadData, b: LeadData): boolean {
  if (namesContradict(a, b)) return false;
  if (key.startsWith('email:')) return true;
  const [one, other] = [a.contact_info.email?.value.toLowerCase(), b.contact_info.email?.value.toLowerCase()];
  const bothNamed = nameOf(a) !== null && nameOf(b) !== null;
  return bothNamed || one === undefined || other === undefined || one === other;
}

/** The first lead's data with what only the second knows. */
export function mergedLead(known: LeadData, fresh: LeadData): LeadData {
  return {
    ...known,
    contact_info: filled(known.contact_info, fresh.contact_info),
    company_info: filled(known.company_info, fresh.company_info),
    need: filled(known.need, fresh.need),
    language: known.language ?? fresh.language,
    next_action_at: known.next_action_at < fresh.next_action_at ? known.next_action_at : fresh.next_action_at,
  };
}

function filled<Part extends object>(known: Part, fresh: Part): Part {
  const missing = Object.entries(known).flatMap(([key, value]) => {
    const found: unknown = Reflect.get(fresh, key);
    return value === null && found !== null ? [[key, found] as const] : [];
  });
  return { ...known, ...Object.fromEntries(missing) };
}
