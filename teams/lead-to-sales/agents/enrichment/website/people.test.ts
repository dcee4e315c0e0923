import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOW, rulesWith } from '../enrichment.fixture.ts';
import { readPage } from './page.ts';
import { readPeople } from './people.ts';

const rules = rulesWith();

async function peopleOn(html: string) {
  const page = await readPage({ url: 'http://acme.example/team', status: 200, headers: {}, text: html }, NOW);
  return readPeople(page, rules, true);
}

async function named(html: string): Promise<string[]> {
  return (await peopleOn(html)).map(({ name, title }) => `${name?.value}: ${title?.value}`);
}

test('cards, lists, tables and definition lists give names with titles, in seven languages', async () => {
  assert.deepEqual(await named('<div><h3>Dr. Katrin Meyer-Lund</h3><p>Chief Executive Officer</p></div>'), [
    'Dr. Katrin Meyer-Lund: Chief Executive Officer',
  ]);
  assert.deepEqual(await named('<ul><li><strong>Jens Brandes</strong>, Geschäftsführer Finanzen</li></ul>'), [
    'Jens Brandes: Geschäftsführer Finanzen',
  ]);
  assert.deepEqual(
    await named('<table><tr><td>Sophie Adler</td><td>Teamleiterin Versand</td></tr></table>'),
    ['Sophie Adler: Teamleiterin Versand'],
  );
  assert.deepEqual(await named('<dl><dt>Aoife Brennan</dt><dd>VP Operations</dd></dl>'), [
    'Aoife Brennan: VP Operations',
  ]);
  assert.deepEqual(await named('<p>Jean-Luc O’Neil – Directeur logistique</p>'), [
    'Jean-Luc O’Neil: Directeur logistique',
  ]);
  assert.deepEqual(await named('<h4>María José García López</h4><span>Directora de compras</span>'), [
    'María José García López: Directora de compras',
  ]);
  assert.deepEqual(await named('<h4>João da Silva</h4><p>Diretor financeiro</p>'), [
    'João da Silva: Diretor financeiro',
  ]);
  assert.deepEqual(await named('<h4>Giulia De Luca</h4><p>Responsabile acquisti</p>'), [
    'Giulia De Luca: Responsabile acquisti',
  ]);
  assert.deepEqual(await named('<h4>Jan van den Berg</h4><p>Hoofd inkoop</p>'), [
    'Jan van den Berg: Hoofd inkoop',
  ]);
  assert.deepEqual(await named('<h4>Jane Doe, MBA</h4><p>(she/her)</p><p>Head of Sales</p>'), [
    'Jane Doe: Head of Sales',
  ]);
});

test('an imprint names several people of one title; a title may stand over a name', async () => {
  assert.deepEqual(await named('<p>Geschäftsführer: Dr. Hans Müller, Petra Schmidt und Ralf Vogt</p>'), [
    'Dr. Hans Müller: Geschäftsführer',
    'Petra Schmidt: Geschäftsführer',
    'Ralf Vogt: Geschäftsführer',
  ]);
  assert.deepEqual(await named('<p>Managing Director:</p><p>Jane Doe</p>'), ['Jane Doe: Managing Director']);
  assert.deepEqual(
    await named('<div><p>CEO</p><h3>Jane Doe</h3></div><div><p>CFO</p><h3>John Roe</h3></div>'),
    ['Jane Doe: CEO', 'John Roe: CFO'],
  );
});

test('headings, customers, sentences and other companies’ people are not the team', async () => {
  for (const html of [
    '<h2>Our Team</h2><p>Head of everything you need</p>',
    '<h3>Customer Service</h3><p>Contact our service manager at any time.</p>',
    '<blockquote>Great!<p>Jane Smith</p><p>CTO</p></blockquote>',
    '<p>Jane Smith, Head of Sales at Other Corp</p>',
    '<h3>Digital Solutions</h3><p>Lead generation made easy.</p>',
    '<p>Webdesign: Foo Bar Studio</p>',
    '<h3>Privacy Policy</h3><p>Data Protection Officer</p>',
  ]) {
    assert.deepEqual(await named(html), [], html);
  }
});

test('seniority, function and decision makers follow the desk’s standard for titles and the rules', async () => {
  const [boss, clerk] = await peopleOn(
    '<h3>Jane Doe</h3><p>Chief Financial Officer</p><h3>Max Muster</h3><p>Sachbearbeiter Einkauf</p>',
  );
  assert.equal(boss?.seniority, 'c-level');
  assert.equal(boss?.job_function, 'finance');
  assert.equal(boss?.is_decision_maker, true);
  assert.equal(clerk?.is_decision_maker, false);
});

test('a profile is given to whom its address or its place names, never to a colleague', async () => {
  const byAddress = await peopleOn(`
    <div><a href="https://www.linkedin.com/in/jane-doe-123/?trk=x"><img></a><h3>Jane Doe</h3><p>CEO</p></div>
    <div><a href="https://de.linkedin.com/in/mmueller"><img></a><h3>Max Müller</h3><p>CFO</p></div>
    <div><h3>Ann Lee</h3><p>CTO</p></div>`);
  assert.deepEqual(
    byAddress.map(({ profile_url }) => profile_url),
    ['https://www.linkedin.com/in/jane-doe-123', 'https://de.linkedin.com/in/mmueller', null],
  );
  const byPlace = await peopleOn(`
    <div><h3>Jane Doe</h3><p>CEO</p><a href="https://www.linkedin.com/in/a1b2">in</a></div>
    <div><h3>Max Müller</h3><p>CFO</p><a href="https://www.linkedin.com/in/c3d4">in</a></div>`);
  assert.deepEqual(
    byPlace.map(({ profile_url }) => profile_url),
    ['https://www.linkedin.com/in/a1b2', 'https://www.linkedin.com/in/c3d4'],
  );
  const unclear = await peopleOn(`<div><h3>Jane Doe</h3><p>CEO</p><h3>Max Müller</h3><p>CFO</p>
    <a href="https://www.linkedin.com/in/a1b2">in</a></div>`);
  assert.deepEqual(
    unclear.map(({ profile_url }) => profile_url),
    [null, null],
  );
});

test('who reports to whom is known from words or from a chart, and from nothing less', async () => {
  const [, second] = await peopleOn(
    '<h3>Jane Doe</h3><p>CEO</p><h3>Max Müller</h3><p>Head of Sales</p><p>Reports to Jane Doe</p>',
  );
  assert.equal(second?.reports_to?.value, 'Jane Doe');
  assert.equal(second?.reports_to?.evidence[0]?.quote, 'Reports to Jane Doe');
  const chart = (attributes: string) =>
    peopleOn(`<ul ${attributes}><li>Jane Doe, CEO<ul><li>Max Müller, CFO</li><li>Ann Lee, CTO
      <ul><li>Bo Young, Head of IT</li></ul></li></ul></li></ul>`);
  assert.deepEqual(
    (await chart('class="org-chart"')).map(({ name, reports_to }) => [
      name?.value,
      reports_to?.value ?? null,
    ]),
    [
      ['Jane Doe', null],
      ['Max Müller', 'Jane Doe'],
      ['Ann Lee', 'Jane Doe'],
      ['Bo Young', 'Ann Lee'],
    ],
  );
  assert.ok((await chart('class="team"')).every(({ reports_to }) => reports_to === null));
});

test('people of structured data come with their profiles, unless they work elsewhere', async () => {
  const people = await peopleOn(`<title>Acme</title>
    <script type="application/ld+json">[{"@type":"Person","name":"Jane Doe","jobTitle":"CEO","sameAs":["https://x.com/jane","https://www.linkedin.com/in/jane"]},
    {"@type":"Person","name":"Joe Guest","jobTitle":"CTO","worksFor":{"@type":"Organization","name":"Other Corp"}}]</script>
    <div itemscope itemtype="https://schema.org/Person"><span itemprop="name">Max Müller</span><span itemprop="jobTitle">CFO</span></div>
    <div class="vcard"><span class="fn">Ann Lee</span> <span class="title">CTO</span></div>`);
  assert.deepEqual(
    people.map(({ name, title, profile_url }) => [name?.value, title?.value, profile_url]),
    [
      ['Jane Doe', 'CEO', 'https://www.linkedin.com/in/jane'],
      ['Max Müller', 'CFO', null],
      ['Ann Lee', 'CTO', null],
    ],
  );
});
