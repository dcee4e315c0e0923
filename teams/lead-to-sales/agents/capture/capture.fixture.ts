/** What the tests of capture share: the shipped rules, and mails written in a line or two. */
import { readShipped } from '../../testing/shipped-rules.ts';
import { type CaptureRules, captureRulesFile } from './rules.ts';

/** The rules that ship with the agent. */
export function shippedRules(): CaptureRules {
  return readShipped(captureRulesFile);
}

/** A message in Internet mail format. Headers override From, To, Subject and Content-Type. */
export function mail(body: string, headers: Readonly<Record<string, string>> = {}): Buffer {
  const all = {
    From: 'Anna Weber <anna.weber@acme.example>',
    To: 'sales@harbourline.example',
    Subject: 'Dock planning',
    Date: 'Tue, 06 Oct 2026 09:15:00 +0200',
    'Content-Type': 'text/plain; charset=utf-8',
    ...headers,
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body.replaceAll('\n', '\r\n')}`);
}
