/** Products that show on a page: in what it loads, in its markup and headers, in what it says. */
import type { Findings } from '../source.ts';
import { type Sighting, shippedTechnologies } from '../technologies/detect.ts';
import type { Place } from '../technologies/technology-rules.ts';
import { attribute, ownText } from './bounded-html.ts';
import { CONFIDENCE, type Page } from './page.ts';

type Technologies = NonNullable<Findings['technologies']>;

const MAX_ELEMENTS = 500;
const MAX_SCRIPT = 100_000;
/** Element → the attribute with the address it loads, or sends to. */
const LOADS: Readonly<Record<string, string>> = {
  script: 'src',
  link: 'href',
  iframe: 'src',
  img: 'src',
  form: 'action',
  embed: 'src',
  object: 'data',
  source: 'src',
  video: 'src',
  audio: 'src',
};
/** A product that is only spoken of may be one they sell, or one of a customer. */
const SURE: Readonly<Record<Place, number>> = {
  url: CONFIDENCE.structured,
  link: CONFIDENCE.stated,
  html: CONFIDENCE.structured,
  generator: CONFIDENCE.structured,
  header: CONFIDENCE.structured,
  cookie: CONFIDENCE.structured,
  dns: CONFIDENCE.structured,
  text: CONFIDENCE.inferred,
};

/** Names of the cookies in `set-cookie` headers that were joined by commas; dates in them hold commas, too. */
function cookieNames(header: string): string[] {
  return header
    .slice(0, 20_000)
    .split(/,(?=\s{0,3}[^\s;=,]{1,200}=)/)
    .map((cookie) => cookie.split('=', 1)[0]?.trim() ?? '')
    .filter((name) => name !== '');
}

function* sightingsOf(page: Page): Generator<Sighting> {
  for (const [name, value] of Object.entries(page.headers)) {
    if (name === 'set-cookie') {
      for (const text of cookieNames(value)) yield { place: 'cookie', text };
    } else {
      yield { place: 'header', text: `${name}: ${value}`.slice(0, 500) };
    }
  }
  for (const meta of page.tree.named('meta').slice(0, MAX_ELEMENTS)) {
    if (attribute(meta, 'name').toLowerCase() === 'generator') {
      yield { place: 'generator', text: attribute(meta, 'content') };
    }
  }
  for (const [name, source] of Object.entries(LOADS)) {
    for (const element of page.tree.named(name).slice(0, MAX_ELEMENTS)) {
      const text = attribute(element, source);
      if (text !== '') yield { place: 'url', text };
    }
  }
  let room = MAX_SCRIPT;
  for (const script of page.tree.named('script').slice(0, MAX_ELEMENTS)) {
    const text = ownText(script).slice(0, room);
    room -= text.length;
    if (text !== '' && !attribute(script, 'type').includes('json')) yield { place: 'url', text };
  }
  for (const { href } of page.links) yield { place: 'link', text: href };
  yield { place: 'html', text: page.html };
  for (const text of page.lines) yield { place: 'text', text };
}

/** Every product of the rules that shows itself on the page; its evidence is the page's own words. */
export function readTechnologies(page: Page): Technologies {
  return shippedTechnologies()
    .detect(sightingsOf(page))
    .map(({ name, category, place, quote }) => {
      const evidence = [{ source: `${page.url} (${place})`, quote, at: page.at, confidence: SURE[place] }];
      return { name, category, evidence: { value: name, evidence } };
    });
}
