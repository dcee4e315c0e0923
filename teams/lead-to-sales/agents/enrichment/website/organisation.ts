/** What a page states about its company as structured data: schema.org Organization and its kinds. */
import { hasLegalForm } from '../../../standards/company-name.ts';
import { countryCode } from '../../../standards/country.ts';
import type { Findings } from '../source.ts';
import { isObject, isOfType, type JsonObject, listOf, nameIn, textIn } from './json-ld.ts';
import { CONFIDENCE, firstFound, type Page, quoted } from './page.ts';
import { siteOf } from './site.ts';

/** Kinds of Organization by the end of their names; LocalBusiness has kinds of many other names. */
const ORGANISATION =
  /(?:Organization|Corporation|Business|Company|Store|Service|Agency|Contractor|Dealer|Repair|Restaurant|Hotel|Airline|Consortium|NGO|Shop)$/;
const NOT_ONE =
  /^(?:Person|Place|Product|Event|PostalAddress|WebSite|WebPage|SearchAction|JobPosting|ContactPoint)$/;

function isOrganisation(object: JsonObject): boolean {
  return (
    !isOfType(object, NOT_ONE) &&
    (isOfType(object, ORGANISATION) ||
      ['legalName', 'foundingDate', 'numberOfEmployees'].some((property) => object[property] !== undefined))
  );
}

/**
 * The page's own company: the outermost organisation that does not name a website of somebody else.
 * A publisher or customer nested deeper comes later, so it is taken only where nothing else is there.
 */
function ownOrganisation(page: Page): JsonObject | null {
  const own = siteOf(page.url);
  return (
    page.data.find((object) => {
      const url = textIn(object.url);
      const elsewhere =
        url !== null && URL.canParse(url, page.url) && siteOf(new URL(url, page.url).href) !== own;
      return isOrganisation(object) && !elsewhere;
    }) ?? null
  );
}

/** A whole number: as it is, or the lower end of a range such as "51-200". */
function headCount(value: unknown): { count: number; quote: string } | null {
  const plain = isObject(value) ? (value.value ?? value.minValue) : value;
  const quote = textIn(plain);
  const digits = /^\d{1,7}(?!\d)/.exec(quote?.replace(/(?<=\d)[,.](?=\d{3})/g, '') ?? '')?.[0];
  return quote === null || digits === undefined ? null : { count: Number(digits), quote };
}

function stated(page: Page, text: string | null): Findings['description'] {
  return text === null ? null : quoted(page, text, text, CONFIDENCE.structured);
}

function countryIn(page: Page, address: JsonObject): Findings['country'] {
  const text = nameIn(address.addressCountry);
  const code = text === null ? null : countryCode(text);
  return text === null || code === null ? null : quoted(page, code, text, CONFIDENCE.structured);
}

function legalName(page: Page, organisation: JsonObject): Findings['legal_name'] {
  const legal = textIn(organisation.legalName);
  const name = textIn(organisation.name);
  return stated(page, legal ?? (name !== null && hasLegalForm(name) ? name : null));
}

function founded(page: Page, organisation: JsonObject): Findings['founded'] {
  const text = textIn(organisation.foundingDate);
  const year = Number(/^(\d{4})(?!\d)/.exec(text ?? '')?.[1] ?? Number.NaN);
  return text === null || !(year >= 1000 && year <= Number(page.at.slice(0, 4)))
    ? null
    : quoted(page, year, text, CONFIDENCE.structured);
}

/** Facts from structured data, and the links the company gives as its profiles (`sameAs`). */
export function readOrganisation(page: Page): {
  facts: Findings;
  sameAs: string[];
  telephone: string | null;
} {
  const organisation = ownOrganisation(page);
  if (organisation === null) {
    return { facts: {}, sameAs: [], telephone: null };
  }
  const employees = headCount(listOf(organisation.numberOfEmployees)[0]);
  const places = listOf(organisation.location).filter(isObject);
  const addresses = [organisation, ...places].flatMap((one) => listOf(one.address)).filter(isObject);
  const contactPoints = listOf(organisation.contactPoint).filter(isObject);
  return {
    facts: {
      legal_name: legalName(page, organisation),
      description: stated(page, textIn(organisation.description)),
      industry: stated(page, textIn(organisation.industry)),
      founded: founded(page, organisation),
      employees:
        employees === null ? null : quoted(page, employees.count, employees.quote, CONFIDENCE.structured),
      country: firstFound(addresses, (address) => countryIn(page, address) ?? null),
      region: firstFound(
        addresses,
        (address) => stated(page, textIn(address.addressRegion) ?? textIn(address.addressLocality)) ?? null,
      ),
    },
    sameAs: listOf(organisation.sameAs)
      .map(textIn)
      .filter((url) => url !== null),
    telephone: firstFound([organisation, ...contactPoints], (object) => textIn(listOf(object.telephone)[0])),
  };
}
