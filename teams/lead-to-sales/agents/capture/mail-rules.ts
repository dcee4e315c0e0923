/** The shape of what `rules.yaml` says about mails: quoted text, signatures and what stands in them. */
import { z } from 'baton';

const phrases = z.array(z.string().min(1)).min(1);

/** How mail programs introduce what they quote and forward. */
export const quoteRules = z.strictObject({
  wrote_starts: phrases.describe(
    'How the line above a quoted mail begins, such as "On" of "On Monday … wrote:".',
  ),
  wrote_words: phrases.describe('The verb in that line, such as "wrote".'),
  from_labels: phrases.describe('The header line that names the sender of a quoted mail.'),
  subject_labels: phrases.describe('The header line that names its subject.'),
  other_labels: phrases.describe('Its other header lines.'),
  original_markers: phrases.describe('What stands, by itself between dashes, above a quoted mail.'),
  forward_markers: phrases.describe('What stands above a forwarded mail.'),
});

/** Where a signature begins, and how its lines are told apart. */
export const signatureRules = z.strictObject({
  greetings: phrases.describe('How the line begins that greets the reader.'),
  closings: phrases.describe('The good-bye above a signature: how its line begins.'),
  closing_words: phrases.describe('A short line that contains one of these is a good-bye, too.'),
  postscripts: phrases.describe('How a postscript begins.'),
  device_lines: phrases.describe('How the line begins that a telephone or a mail program adds.'),
  notices: phrases.describe(
    'Words of legal notices and other lines below a signature that tell nothing about the sender.',
  ),
  labels: z
    .strictObject({
      phone: phrases,
      mobile: phrases,
      fax: phrases,
      email: phrases,
      website: phrases,
      address: phrases,
      other: phrases.describe(
        'What stands before numbers and names that are no telephone: tax and register numbers, chat names.',
      ),
    })
    .describe('What stands before a value.'),
  office_words: phrases.describe('Words in the name of a mailbox that is no person\'s, such as "team".'),
  others: phrases.describe("What stands before a colleague's name or number."),
  own_number_words: phrases.describe(
    'Words before a number or an address in running text that is the sender\'s own, such as "call me".',
  ),
  person_titles: phrases.describe("What stands before somebody's name, such as Mrs."),
  legal_forms: phrases.describe('Legal forms of companies, dots left out.'),
  organisation_words: phrases.describe('Words that stand in the names of organisations.'),
  title_words: phrases.describe('Words that stand in job titles.'),
  department_words: phrases.describe('Words that stand in the names of departments and teams.'),
  street_words: phrases.describe('Words for streets and squares.'),
  building_words: phrases.describe('Words for buildings, floors and mailboxes.'),
  social_hosts: phrases.describe('The hosts of social networks.'),
});
