/** Names of countries in seven languages, ready for looking up many lines at once. */
import countries from 'i18n-iso-countries';

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt'] as const;

let names: ReadonlyMap<string, string> | undefined;

/** ISO 3166-1 alpha-2 by the name in small letters, short names and official ones. */
function byName(): ReadonlyMap<string, string> {
  names ??= new Map(
    LANGUAGES.flatMap((language) =>
      Object.entries(countries.getNames(language, { select: 'all' })).flatMap(([code, written]) =>
        written.map((name) => [name.toLowerCase(), code] as const),
      ),
    ),
  );
  return names;
}

/** The country whose name a text is; null where it is none. */
export function countryNamed(text: string): string | null {
  return text.length >= 4 && text.length <= 60 ? (byName().get(text.toLowerCase()) ?? null) : null;
}
