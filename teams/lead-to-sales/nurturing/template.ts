/**
 * The texts of touches: Markdown with {{placeholders}}. A value that is missing never shows: a placeholder
 * has a fallback (`{{first_name | there}}`), stands in an optional part (`[[ in {{industry}}]]`) that is left
 * out without it, or names something that is always there; everything else is refused when it is read. Pure.
 */
import { z } from 'baton';
import { oneLine } from '../text/one-line.ts';

/** What a template may speak of. Those marked `true` always have a value. */
export const placeholders = {
  first_name: false,
  full_name: false,
  company: false,
  industry: false,
  inquiry_date: false,
  quote: false,
  rating: false,
  reach: false,
  why_no_mail: false,
  who: true,
  case: true,
  sender_name: true,
} as const;
export type Placeholder = keyof typeof placeholders;
export type TemplateValues = Readonly<Partial<Record<Placeholder, string | null>>>;

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly name: Placeholder; readonly fallback: string | null }
  | { readonly kind: 'optional'; readonly parts: readonly Part[] };

export interface Template {
  /** ISO 639-1; null: a notice to our own people. */
  readonly language: string | null;
  readonly subject: readonly Part[];
  readonly body: readonly Part[];
}

/** What is wrong with a template's text, and where: characters into it. */
class TemplateFault extends Error {
  readonly at: number;

  constructor(at: number, reason: string) {
    super(reason);
    this.at = at;
  }
}

/** The shape of a template's file: its front matter, and `text`, what stands below. */
export const templateFile = z
  .strictObject({
    subject: z.string().min(1).max(300),
    language: z
      .string()
      .regex(/^[a-z]{2}$/, 'a language in two letters, such as de')
      .optional(),
    text: z.string().min(1, 'It says nothing below its front matter.').max(20_000),
  })
  .transform(({ subject, language = null, text }, context): Template => {
    const read = (key: 'subject' | 'text', given: string): Part[] => {
      try {
        return partsOf(given, 0, false);
      } catch (fault) {
        if (!(fault instanceof TemplateFault)) throw fault;
        const { message, at: offset } = fault;
        context.addIssue({ code: 'custom', path: [key], message, params: { offset } });
        return [];
      }
    };
    return { language, subject: read('subject', subject), body: read('text', text) };
  });

/** The parts of a text; `start` is where it begins in the whole one. Throws a `TemplateFault`. */
function partsOf(text: string, start: number, isOptional: boolean): Part[] {
  const parts: Part[] = [];
  let at = 0;
  while (at < text.length) {
    const next = nextOf(text, at);
    if (next === null) break;
    const shown = text.slice(next.at, next.at + 30);
    if (next.at > at) parts.push({ kind: 'text', text: text.slice(at, next.at) });
    if (isOptional && next.close === ']]') {
      throw new TemplateFault(start + next.at, `"${shown}" is an optional part inside another.`);
    }
    const close = text.indexOf(next.close, next.at + 2);
    if (close < 0) throw new TemplateFault(start + next.at, `"${shown}" is opened and never closed.`);
    const inside = text.slice(next.at + 2, close);
    if (next.close === '}}') parts.push(placeholderOf(inside, start + next.at, isOptional));
    else {
      const optional = partsOf(inside, start + next.at + 2, true);
      if (!optional.some(({ kind }) => kind === 'value')) {
        throw new TemplateFault(
          start + next.at,
          `The optional part "${inside.slice(0, 30)}" has no placeholder.`,
        );
      }
      parts.push({ kind: 'optional', parts: optional });
    }
    at = close + 2;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

function nextOf(text: string, from: number): { at: number; close: '}}' | ']]' } | null {
  const value = text.indexOf('{{', from);
  const optional = text.indexOf('[[', from);
  if (value < 0 && optional < 0) return null;
  if (optional < 0 || (value >= 0 && value < optional)) return { at: value, close: '}}' };
  return { at: optional, close: ']]' };
}

function isPlaceholder(name: string): name is Placeholder {
  return Object.hasOwn(placeholders, name);
}

function placeholderOf(inside: string, at: number, isOptional: boolean): Part {
  const [name = '', ...rest] = inside.split('|').map((part) => part.trim());
  const fallback = rest.length === 0 ? null : rest.join('|');
  if (!isPlaceholder(name)) {
    const known = Object.keys(placeholders).join(', ');
    throw new TemplateFault(at, `{{${inside}}} is not known. There are: ${known}.`);
  }
  if (fallback === '') throw new TemplateFault(at, `{{${inside}}} has an empty fallback.`);
  if (!placeholders[name] && fallback === null && !isOptional) {
    throw new TemplateFault(
      at,
      `{{${name}}} may be missing: give it a fallback, as in {{${name} | something}}, or put it into an optional part, as in [[ … {{${name}}}]].`,
    );
  }
  return { kind: 'value', name, fallback };
}

/** The text with its values. Values are put in as they are: clean them first. */
function filled(parts: readonly Part[], values: TemplateValues): string {
  return parts.map((part) => filledPart(part, values)).join('');
}

function filledPart(part: Part, values: TemplateValues): string {
  if (part.kind === 'text') return part.text;
  if (part.kind === 'value') return (values[part.name] || null) ?? part.fallback ?? '';
  const isKnown = part.parts.every((one) => one.kind !== 'value' || (values[one.name] || null) !== null);
  return isKnown ? filled(part.parts, values) : '';
}

export interface FilledTemplate {
  readonly subject: string;
  readonly body: string;
}

/** Subject (one line) and body of a template with these values. */
export function fillTemplate(template: Template, values: TemplateValues): FilledTemplate {
  return {
    subject: filled(template.subject, values).replace(/\s+/g, ' ').trim(),
    body: filled(template.body, values)
      .replace(/[ \t]+\n/g, '\n')
      .trim(),
  };
}

const reflects =
  /:\/\/|www\.|[<>{}[\]`|\\]|\b[\w-]+\.(?:com|net|org|info|biz|ru|cn|top|xyz|link|click|io)\b/i;

/**
 * What somebody outside has written, as it may stand in a mail: one line, printable, short. Null for what
 * carries an address of the web or markup: a stranger must not advertise through our mail.
 */
export function harmless(text: string | null | undefined, length: number): string | null {
  if (text === null || text === undefined) return null;
  // Also what is cut off counts: an address must not come through as its first half.
  const isHarmful = reflects.test(oneLine(text, length * 4));
  return (isHarmful ? '' : oneLine(text, length)) || null;
}
