/** Capture's rules as they stand beside its agent, for what reads inquiries outside a run: intake and records. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type CaptureRules, captureRules } from '../agents/capture/rules.ts';

const RULES = join(import.meta.dirname, '..', 'agents', 'capture', 'rules.yaml');
let rules: Promise<CaptureRules> | null = null;

/** Read once in a process; a case under way goes by the rules it began with. */
export function deskCaptureRules(): Promise<CaptureRules> {
  rules ??= readFile(RULES, 'utf8').then((text) => captureRules.parse(parse(text)));
  return rules;
}
