/** How column values become JavaScript values, where the default of `pg` loses or disguises something. */
import pg from 'pg';

/** A count or key that JavaScript holds exactly is a number; a larger one stays the text Postgres sent. */
export function parseBigint(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

/** A decimal of up to 15 significant digits is a number; a longer one stays text, nothing is rounded. */
export function parseNumeric(text: string): number | string {
  const digits = text.replace(/[-.]/g, '').replace(/^0+/, '');
  return /^-?\d*\.?\d*$/.test(text) && digits.length <= 15 ? Number(text) : text;
}

const textArray: number = 1009;

function arrayOf(parse: (text: string) => unknown): (text: string) => unknown {
  const parseDeep = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(parseDeep);
    return typeof value === 'string' ? parse(value) : value;
  };
  return (text) => parseDeep(pg.types.getTypeParser(textArray)(text));
}

const parsers = new Map<number, (text: string) => unknown>([
  [20, parseBigint], // int8
  [1016, arrayOf(parseBigint)],
  [1700, parseNumeric], // numeric
  [1231, arrayOf(parseNumeric)],
  [1082, String], // date: a day is not an instant, so it keeps no time zone
  [1182, arrayOf(String)],
]);

/** For `types` of a `pg` pool: these parsers first, the ones of `pg` for every other type. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? pg.types.getTypeParser(oid, format),
};
