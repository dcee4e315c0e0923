/** What arrived: a kept inquiry with its words, read again as capture read them. */
import { readInquiry } from '../../agents/capture/agent.ts';
import type { Reading } from '../../agents/capture/reading.ts';
import type { CaptureRules } from '../../agents/capture/rules.ts';
import type { SourceName } from '../../lead.ts';
import type { InquiryRow } from '../../store/inquiries.ts';

const LONGEST_TEXT = 8000;
const MOST_TEXTS = 60;

export interface Arrival {
  readonly case_id: string;
  readonly inquiry_id: string;
  readonly source: SourceName;
  readonly media_type: string;
  readonly origin: string;
  /** When it was sent, as far as it says. */
  readonly received_at: Date;
  /** When the desk took it in. */
  readonly accepted_at: Date;
  readonly subject: string | null;
  /** The person's own words; null where there are none. */
  readonly message: string | null;
  /** Every text of it by name, such as "form field company"; each at most 8,000 characters. */
  readonly texts: readonly { readonly name: string; readonly text: string }[];
  /** True where its content has been erased. */
  readonly erased: boolean;
}

/** What arrived with one inquiry. What cannot be taken apart is given as it is. */
export async function arrivalOf(row: InquiryRow, rules: CaptureRules): Promise<Arrival> {
  const { raw, ...rest } = row;
  const reading = raw === null ? null : await readInquiry(row, row.inquiry_id, rules).catch(() => null);
  const texts = reading === null ? rawText(raw) : textsOf(reading);
  return {
    ...rest,
    subject: reading?.subject ? reading.subject.slice(0, 500) : null,
    message: reading?.message ? reading.message.slice(0, LONGEST_TEXT) : null,
    texts: texts
      .slice(0, MOST_TEXTS)
      .map(({ name, text }) => ({ name, text: text.slice(0, LONGEST_TEXT).toWellFormed() })),
    erased: raw === null,
  };
}

function rawText(raw: Buffer | null): Arrival['texts'] {
  return raw === null ? [] : [{ name: 'as it arrived', text: raw.toString('utf8', 0, LONGEST_TEXT) }];
}

/** A text that another one holds word for word (a signature in its mail) is not told twice. */
function textsOf({ texts }: Reading): { name: string; text: string }[] {
  const all = [...texts].map(([name, text]) => ({ name, text: text.trim() }));
  return all.filter(
    (one) =>
      one.text !== '' &&
      !all.some(
        (other) => other.text.length > one.text.length && other.text.includes(one.text) && isBody(other.name),
      ),
  );
}

function isBody(name: string): boolean {
  return name === 'chat' || name.endsWith('email') || name.endsWith('body');
}
