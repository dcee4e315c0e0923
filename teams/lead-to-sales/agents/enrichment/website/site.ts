/** Which pages belong to one website. */
import { getDomain } from 'tldts';

/** The registrable domain of a URL, such as acme.example for https://www.acme.example/about; else its host. */
export function siteOf(url: string): string {
  const host = new URL(url).hostname;
  return getDomain(host) ?? host;
}
