/** What a mail is made of besides its words: links, those behind the words of its HTML too, and pictures. */
import type { MailMarks } from '../reading.ts';

const MAX_HTML = 300_000;

/** Counts links and pictures of a parsed mail. Reads 300,000 characters. */
export function makeOf(mail: {
  readonly html?: string | false;
  readonly text?: string | undefined;
}): Pick<MailMarks, 'links' | 'pictures' | 'isHtml'> {
  const html = typeof mail.html === 'string' ? mail.html.slice(0, MAX_HTML) : '';
  const behindWords = html.match(/<a\s[^>]{0,200}?href|<area\s/gi)?.length ?? 0;
  const written = (mail.text ?? '').slice(0, MAX_HTML).match(/https?:\/\//gi)?.length ?? 0;
  return {
    links: Math.max(behindWords, written),
    pictures: html.match(/<img\s/gi)?.length ?? 0,
    isHtml: html !== '',
  };
}
