/** What comes in through a door must fit the envelope and the database; what does not is refused, with the reason. */
import { z } from 'zod';
import { BatonError } from '../core/error.ts';
import { PAYLOAD_KEYS } from '../message/envelope.ts';

/** What must be there, and what Postgres must be able to keep. */
const name = z
  .string()
  .min(1, 'is empty')
  .max(500, 'is longer than 500 characters')
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'holds a character that is no text');

/** Throws `door-invalid` for a name that is empty, endless or no text. */
export function checkNames(what: string, names: Readonly<Record<string, string>>): void {
  for (const [key, given] of Object.entries(names)) {
    const checked = name.safeParse(given);
    if (checked.success) continue;
    const reason = checked.error.issues[0]?.message;
    throw new BatonError('door-invalid', `${what} cannot be taken: its ${key} ${reason}.`, {
      details: { key, given: String(given).slice(0, 100) },
    });
  }
}

/** Throws `door-invalid` for data under a name that belongs to the envelope. */
export function checkData(what: string, data: Readonly<Record<string, unknown>>): void {
  const taken = PAYLOAD_KEYS.find((key) => Object.hasOwn(data, key));
  if (!taken) return;
  throw new BatonError(
    'door-invalid',
    `${what} cannot be taken: "${taken}" is a part of every payload of its own; name that data otherwise.`,
    { details: { key: taken, taken: PAYLOAD_KEYS } },
  );
}

const MAX_TEXT = 10_000;
const MAX_DATA = 1_000_000;

/** Throws `door-invalid` for a text that is endless or no text; an empty one where it must say something. */
export function checkText(what: string, key: string, text: string, mayBeEmpty = true): void {
  let reason: string | null = null;
  if (text.length > MAX_TEXT) reason = `is longer than ${MAX_TEXT} characters`;
  else if (text.includes('\0') || !text.isWellFormed()) reason = 'holds a character that is no text';
  else if (!mayBeEmpty && text.trim() === '') reason = 'is empty';
  if (reason === null) return;
  throw new BatonError('door-invalid', `${what} cannot be taken: its ${key} ${reason}.`, {
    details: { key, given: text.slice(0, 100) },
  });
}

/** Throws `door-invalid` for data of more characters than a person can have meant. */
export function checkSize(what: string, data: Readonly<Record<string, unknown>>): void {
  if (JSON.stringify(data).length <= MAX_DATA) return;
  throw new BatonError(
    'door-invalid',
    `${what} cannot be taken: its data are longer than ${MAX_DATA} characters.`,
    { details: { key: 'data' } },
  );
}
