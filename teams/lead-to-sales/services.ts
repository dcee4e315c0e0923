/** What the desk's agents may reach: their own tables, and loopback websites allowed by name. */
import type { Database } from 'baton';

export interface DeskServices {
  readonly database: Database;
  /**
   * Host name → origin on loopback, such as `acme.example` → `http://127.0.0.1:41234`. Empty unless a
   * demo or a test serves sample websites; everything else on a private network stays out of reach.
   */
  readonly loopbackSites: Map<string, string>;
}
