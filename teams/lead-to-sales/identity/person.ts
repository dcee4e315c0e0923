/** What is known of a person, whatever the source: a lead, a contact, a row of a list. */

/** Every field may be unknown. */
export interface PersonRecord {
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
  readonly email?: string | null | undefined;
  /** E.164 where its country is known, otherwise as written. */
  readonly phone?: string | null | undefined;
  /** Another number of theirs, written alike. */
  readonly mobile?: string | null | undefined;
  readonly company?: string | null | undefined;
  /** The company's registrable domain, never a free mail provider's. */
  readonly domain?: string | null | undefined;
  /** House number and street; several lines parted by commas. */
  readonly street?: string | null | undefined;
  readonly postcode?: string | null | undefined;
  readonly city?: string | null | undefined;
  /** YYYY-MM-DD or YYYYMMDD; anything else says nothing. */
  readonly birth_date?: string | null | undefined;
}
