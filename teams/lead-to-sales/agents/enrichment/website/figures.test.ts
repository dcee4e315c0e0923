import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOW } from '../enrichment.fixture.ts';
import { readEmployees, readRevenue } from './figures.ts';
import { readPage } from './page.ts';

function pageOf(text: string) {
  return readPage({ url: 'http://acme.example/', status: 200, headers: {}, text }, NOW);
}

const headCounts: Readonly<Record<string, number>> = {
  'We are 45 people in two offices.': 45,
  'Today, we employ more than 1,200 employees worldwide.': 1200,
  'A team of 30 engineers? No: a team of 32 people.': 32,
  'Wir sind rund 1.450 Mitarbeitende an fünf Standorten.': 1450,
  'Wir beschäftigen 85 Mitarbeiter.': 85,
  'Nous sommes 60 collaborateurs à Lyon.': 60,
  'Somos un equipo de 25 personas.': 25,
  'Employees: 310': 310,
  'Our 500+ colleagues': 500,
  '320 salariés, sept dépôts.': 320,
  'Seit 1924. Über 600 Beschäftigte, Export in 51 Länder.': 600,
  '340 Mitarbeiterinnen und Mitarbeiter, ein Kai vor der Tür.': 340,
  'Joel Abrams, Owner. About 150 employees today.': 150,
};

test('a company counting its own people is understood, in four languages', async () => {
  for (const [sentence, count] of Object.entries(headCounts)) {
    const fact = readEmployees(await pageOf(`<p>${sentence}</p>`));
    assert.equal(fact?.value, count, sentence);
    assert.ok(sentence.includes(fact?.evidence[0]?.quote ?? '!'), sentence);
  }
});

test('the people of others are not the company’s', async () => {
  const others = [
    'For companies with 50 to 500 employees.',
    'Trusted by 12,000 people.',
    '240 employees used our product.',
    'Founded in 1987.',
    'We are 100% family-owned.',
    'Employees: 90% say they like it here',
  ];
  for (const sentence of others) {
    assert.equal(readEmployees(await pageOf(`<p>${sentence}</p>`)), null, sentence);
  }
});

test('revenue counts with its currency and scale, and is unknown without', async () => {
  const stated: Readonly<Record<string, { amount: number; currency: string } | null>> = {
    'Annual revenue of €12 million': { amount: 12_000_000, currency: 'EUR' },
    'turnover of £4.5m': { amount: 4_500_000, currency: 'GBP' },
    'Umsatz 2025: 31,5 Mio. Euro': { amount: 31_500_000, currency: 'EUR' },
    'Jahresumsatz von 31,5 Millionen Euro': { amount: 31_500_000, currency: 'EUR' },
    'revenues above US$ 1.2 billion': { amount: 1_200_000_000, currency: 'USD' },
    'We grew our revenue by 40': null,
    'revenue of 12 million': null,
  };
  for (const [sentence, expected] of Object.entries(stated)) {
    const fact = readRevenue(await pageOf(`<p>${sentence}</p>`));
    assert.deepEqual(fact?.value ?? null, expected, sentence);
  }
});
