/** Several notices to one recipient as one message. Pure. */

export interface Told {
  readonly caseId: string;
  readonly subject: string;
  readonly text: string;
  readonly at: Date;
}

/** Oldest first, as many as a person reads at once and a mail server takes. */
const LONGEST = 200_000;

/** One of them stays as it is; of several the cases are named in the subject's place. */
export function digestOf(
  notices: readonly Told[],
): Pick<Told, 'subject' | 'text'> & { caseId: string | null } {
  const [first] = notices;
  if (first && notices.length === 1)
    return { subject: first.subject, text: first.text, caseId: first.caseId };
  const cases = [...new Set(notices.map(({ caseId }) => caseId))];
  const about = cases.length === 1 ? cases[0] : `${cases.length} cases`;
  const entries = notices.map(
    ({ caseId, subject, text, at }) =>
      `${subject}\n(${caseId}, ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC)\n\n${text}`,
  );
  const parts = [notices.map(({ subject }) => `- ${subject}`).join('\n'), ...entries];
  return {
    subject: `${notices.length} notices about ${about}`,
    text: parts.join('\n\n----\n\n').slice(0, LONGEST),
    caseId: cases.length === 1 ? (cases[0] ?? null) : null,
  };
}
