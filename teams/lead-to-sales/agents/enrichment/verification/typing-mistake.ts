/** Tells that a mail domain is a much used one with a slip of the fingers. It suggests and never changes. Pure. */
import type { VerificationRules } from './verification-rules.ts';

const MIN_LABEL = 5;

/** Whether one letter added, left out, exchanged, or two neighbours swapped make one text of the other. */
function isOneSlip(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (at === short.length) return long.length > short.length;
  if (long.length > short.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  return (
    short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2)
  );
}

function parts(domain: string): { label: string; ending: string } {
  const dot = domain.indexOf('.');
  return { label: domain.slice(0, dot), ending: domain.slice(dot + 1) };
}

/** The domain that was probably meant; null where the domain is as good as any. Short names are left alone. */
export function meantDomain(
  domain: string,
  rules: Pick<VerificationRules, 'common_domains' | 'mistyped_com'>,
): string | null {
  if (rules.common_domains.includes(domain)) {
    return null;
  }
  const { label, ending } = parts(domain);
  const isSlipOfCom = rules.mistyped_com.includes(ending);
  const meant = rules.common_domains.find((common) => {
    const known = parts(common);
    const sameEnding = known.ending === ending;
    const endingFits = sameEnding || (known.ending === 'com' && isSlipOfCom);
    if (known.label === label) return endingFits && !sameEnding;
    return (
      endingFits &&
      known.label.length >= MIN_LABEL &&
      label[0] === known.label[0] &&
      isOneSlip(label, known.label)
    );
  });
  return meant ?? null;
}
