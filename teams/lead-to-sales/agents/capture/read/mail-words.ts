/** The word lists of the rules for mails, prepared once. */
import { oncePerRules } from '../phrases.ts';
import type { CaptureRules } from '../rules.ts';
import { type WordList, wordList } from './word-list.ts';

type Lists = Exclude<keyof CaptureRules['signatures'], 'labels' | 'social_hosts'>;
type Labels = keyof CaptureRules['signatures']['labels'];

export interface MailWords {
  readonly of: Readonly<Record<Lists, WordList>>;
  readonly labels: Readonly<Record<Labels, WordList>>;
  /** Any label but `other`. */
  readonly anyLabel: WordList;
}

/** "pc" as it stands with dots between its letters. */
function spelled(form: string): string {
  return /^\p{L}{2,5}$/u.test(form) ? [...form].join(' ') : form;
}

export const mailWords = oncePerRules((rules: CaptureRules): MailWords => {
  const { labels, social_hosts: _, ...lists } = rules.signatures;
  const { other, ...known } = labels;
  return {
    of: {
      greetings: wordList(lists.greetings),
      closings: wordList(lists.closings),
      closing_words: wordList(lists.closing_words),
      postscripts: wordList(lists.postscripts),
      device_lines: wordList(lists.device_lines),
      notices: wordList(lists.notices),
      office_words: wordList(lists.office_words),
      others: wordList(lists.others),
      own_number_words: wordList(lists.own_number_words),
      person_titles: wordList(lists.person_titles),
      legal_forms: wordList(lists.legal_forms.flatMap((form) => [form, spelled(form)])),
      organisation_words: wordList(lists.organisation_words),
      title_words: wordList(lists.title_words),
      department_words: wordList(lists.department_words),
      street_words: wordList(lists.street_words),
      building_words: wordList(lists.building_words),
    },
    labels: {
      phone: wordList(labels.phone),
      mobile: wordList(labels.mobile),
      fax: wordList(labels.fax),
      email: wordList(labels.email),
      website: wordList(labels.website),
      address: wordList(labels.address),
      other: wordList(other),
    },
    anyLabel: wordList(Object.values(known).flat()),
  };
});
