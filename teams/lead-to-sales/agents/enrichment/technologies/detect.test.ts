import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDetector, shippedTechnologies } from './detect.ts';
import { LINES } from './lines.fixture.ts';
import { type Place, parseTechnologies, places } from './technology-rules.ts';

const { rules, detect } = shippedTechnologies();

/** A line as it is met in life, with a clue of the rules in it. */
function lineWith(place: Place, clue: string): string {
  switch (place) {
    case 'url':
    case 'link':
      return clue.startsWith('/') ? `https://www.acme.example/x${clue}` : `https://${clue}`;
    case 'dns':
      return `TXT ${clue}`;
    case 'html':
      return `<div data-x="1"> ${clue} </div>`;
    default:
      return clue;
  }
}

test('there are at least three hundred products, each known by one line that names nothing else', () => {
  const products = Object.values(rules).flatMap((category) => Object.entries(category));
  assert.ok(products.length >= 300, `${products.length}`);
  for (const [name, product] of products) {
    const foundBy = places.flatMap((place) =>
      (product[place] ?? []).map((clue) => {
        const names = detect([{ place, text: lineWith(place, clue) }]).map((one) => one.name);
        assert.ok(names.includes(name), `${name} is not found by its ${place} "${clue}"`);
        return names.length;
      }),
    );
    assert.ok(foundBy.includes(1), `${name} is never found alone`);
  }
});

test('lines of real pages, answers and zones are told for what they are', () => {
  for (const [place, text, names] of LINES) {
    const found = detect([{ place, text }]).map(({ name }) => name);
    assert.deepEqual(found.sort(), [...names].sort(), text);
  }
});

test('a clue counts as a whole only', () => {
  const small = createDetector({
    crm: { Acme: { url: ['acme.com', '/acme/'], text: ['Acme CRM'], header: ['server: Acme'] } },
  });
  const isFound = (place: Place, text: string) => small([{ place, text }]).length === 1;
  assert.ok(isFound('url', 'https://cdn.acme.com/a.js'));
  assert.ok(isFound('url', '//ACME.com'));
  assert.ok(isFound('url', '/static/acme/a.js'));
  assert.ok(!isFound('url', 'https://notacme.com/'));
  assert.ok(!isFound('url', 'https://not-acme.com/'));
  assert.ok(!isFound('url', 'https://acme.com.evil.example/'));
  assert.ok(!isFound('url', 'https://acme.community/'));
  assert.ok(!isFound('link', 'https://acme.com/'));
  assert.ok(isFound('text', 'We use Acme CRM.'));
  assert.ok(!isFound('text', 'We use acme crm.'));
  assert.ok(!isFound('text', 'We use Acme CRMs'));
  assert.ok(isFound('header', 'server: acme/2.1'));
  assert.ok(!isFound('header', 'server: acme-proxy'));
  assert.ok(!isFound('header', 'x-server: acme'));
});

test('a product is quoted as it stands there, and cut out of what is long', () => {
  const [short] = detect([{ place: 'header', text: 'server: nginx/1.27.0' }]);
  assert.deepEqual(short, {
    name: 'nginx',
    category: 'web-server',
    place: 'header',
    quote: 'server: nginx/1.27.0',
  });
  const page = `${'<p>x</p>'.repeat(1_000)}<meta class="wpcf7-form init">`;
  assert.equal(detect([{ place: 'html', text: page }])[0]?.quote, 'wpcf7-form');
});

test('a slip in the file is named with its line', () => {
  const problem = (text: string) => {
    try {
      parseTechnologies(text, 'technologies.yaml');
    } catch (thrown) {
      return thrown instanceof Error ? thrown.message : '';
    }
    return '';
  };
  assert.match(problem('crm:\n  Acme: { urls: [acme.com] }'), /^technologies\.yaml:2 .*urls/);
  assert.match(problem('crm:\n  Acme: { url: [ac] }'), /^technologies\.yaml:2 .*crm → Acme → url → 0/);
  assert.match(problem('crm:\n  Acme: {}'), /:2 .*shows itself/);
  assert.match(problem('crm:\n  Acme: { url: [acme.com] }\ncms:\n  acme: { url: [acme.com] }'), /:4 .*twice/);
  assert.match(problem('crm:\n  Acme: [acme.com'), /not YAML/);
  assert.match(problem('CRM:\n  Acme: { url: [acme.com] }'), /small letters/);
});
