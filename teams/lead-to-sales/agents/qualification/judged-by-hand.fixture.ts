/**
 * Forty inquiries of many trades in seven languages, each with the outcome a careful sales manager gave it by reading
 * alone, before the rubric was run on it. The seller differs too: nothing follows from what is sold.
 */
import type { QualificationReport } from '../../lead.ts';
import { judgedInOtherLanguages } from './judged-in-other-languages.fixture.ts';
import type { CompanyInWords, LeadInWords } from './lead.fixture.ts';

export interface JudgedByHand {
  readonly outcome: QualificationReport['outcome'];
  readonly lead: LeadInWords;
  readonly company?: CompanyInWords;
}

export const judgedByHand: readonly JudgedByHand[] = [
  // English
  {
    outcome: 'hot',
    lead: {
      language: 'en',
      title: 'Practice owner',
      seniority: 'owner',
      employees: 28,
      says: 'Three dental practices, one booking system that crashed twice this week, and patients are leaving for the clinic across the road. I own the practices, I have set aside £18,000 and I want the new one running by the end of the month. Please call me on my mobile.',
    },
  },
  {
    outcome: 'hot',
    lead: {
      language: 'en',
      title: 'VP Finance',
      seniority: 'vp',
      job_function: 'finance',
      employees: 900,
      says: 'Our auditor failed us on expense controls last month. The board approved $120k for a replacement and I sign the contract. We need to decide by 30 October because the auditors are back in December. We have two other vendors on the shortlist. Can you demo on Tuesday?',
    },
  },
  {
    outcome: 'warm',
    lead: {
      language: 'en',
      title: 'Head of Facilities',
      seniority: 'head',
      employees: 340,
      says: 'We run eleven school buildings and plan all cleaning shifts in spreadsheets; double bookings every week. Looking to replace this in the new year, ideally live by March. Could you send a quote and show us how it works?',
    },
  },
  {
    outcome: 'warm',
    lead: {
      language: 'en',
      title: 'Operations Manager',
      seniority: 'manager',
      employees: 120,
      says: 'Hi, our drivers get their routes on WhatsApp and things get lost. My director asked me to bring him two options before Christmas. What would 40 users cost?',
    },
  },
  {
    outcome: 'cold',
    lead: {
      language: 'en',
      title: 'Marketing Manager',
      seniority: 'manager',
      employees: 75,
      says: 'Just researching tools for next year, no rush at all. Please send a brochure and price list.',
    },
  },
  {
    outcome: 'cold',
    lead: {
      language: 'en',
      title: 'Director of IT',
      seniority: 'director',
      employees: 2200,
      source: 'event',
      says: 'Zero trust for branch offices',
    },
  },
  {
    outcome: 'unqualified',
    lead: { language: 'en', says: 'How much is it?', company: null },
  },
  {
    outcome: 'unqualified',
    lead: {
      language: 'en',
      title: 'Student',
      seniority: 'entry',
      says: 'I am writing my dissertation on fleet electrification and would love to interview your CEO. It is quite urgent as my deadline is next week.',
    },
  },
  {
    outcome: 'unqualified',
    lead: {
      language: 'en',
      title: 'Owner',
      seniority: 'owner',
      employees: 3,
      says: 'We are happy with what we have and not looking to buy, but my cousin said you might have a free version for small shops.',
    },
  },
  {
    outcome: 'warm',
    lead: {
      language: 'en',
      title: 'Founder',
      seniority: 'owner',
      employees: 14,
      says: 'We make organic skincare and pack 300 orders a day by hand. Errors cost us about two hours every evening. I would spend around 6k on something that fixes it, hopefully before summer next year. A short call would help.',
    },
  },
  // German
  {
    outcome: 'hot',
    lead: {
      language: 'de',
      title: 'Geschäftsführerin',
      seniority: 'c-level',
      employees: 180,
      says: 'Unsere alte Telefonanlage wird zum 31.10. abgeschaltet, der Hersteller ist insolvent. Wir brauchen bis dahin Ersatz für 160 Nebenstellen. Das Budget von 45.000 Euro ist freigegeben, entscheiden kann ich allein. Bitte schicken Sie das Angebot noch heute.',
    },
  },
  {
    outcome: 'warm',
    lead: {
      language: 'de',
      title: 'Leiter Instandhaltung',
      seniority: 'head',
      employees: 420,
      says: 'Wir dokumentieren Wartungen auf Papier und suchen ein System, das unsere Leute am Tablet nutzen können. Die Auswahl soll bis Januar stehen, die Geschäftsführung entscheidet. Können wir einen Termin für eine Vorführung machen?',
    },
  },
  {
    outcome: 'cold',
    lead: {
      language: 'de',
      title: 'Teamleiter Vertrieb',
      seniority: 'manager',
      employees: 60,
      says: 'Guten Tag, wir schauen uns gerade erst um. Konkrete Pläne gibt es nicht, vielleicht 2028. Haben Sie Unterlagen?',
    },
  },
  {
    outcome: 'unqualified',
    lead: {
      language: 'de',
      title: 'Werkstudentin',
      seniority: 'entry',
      employees: 800,
      says: 'Für meine Masterarbeit vergleiche ich Anbieter von Personalsoftware. Könnten Sie mir Preise nennen?',
    },
  },
  {
    outcome: 'unqualified',
    lead: {
      language: 'de',
      employees: 4,
      says: 'Wir sind ein kleiner Verein und haben kein Geld für Software. Gibt es eine kostenlose Version?',
    },
  },
  {
    outcome: 'cold',
    lead: {
      language: 'de',
      title: 'Einkäufer',
      seniority: 'individual',
      job_function: 'procurement',
      employees: 650,
      says: 'Bitte senden Sie uns eine Preisliste für Schutzhandschuhe, wir aktualisieren unsere Lieferantendatei. Kein akuter Bedarf.',
    },
  },
  // French
  {
    outcome: 'hot',
    lead: {
      language: 'fr',
      title: 'Gérant',
      seniority: 'owner',
      employees: 45,
      says: "Notre logiciel de caisse est en panne depuis samedi et nous perdons des ventes chaque jour dans quatre magasins. Le budget est validé, 22 000 €, et c'est moi qui signe. Il nous faut une solution avant le 20 octobre.",
    },
  },
  {
    outcome: 'warm',
    lead: {
      language: 'fr',
      title: 'Directrice des ressources humaines',
      seniority: 'director',
      job_function: 'hr',
      employees: 520,
      says: 'Nous gérons les congés sur Excel et les erreurs de paie se multiplient. Nous souhaitons choisir un outil au premier trimestre 2027, le budget est en cours de validation. Pouvez-vous nous présenter votre solution ?',
    },
  },
  {
    outcome: 'cold',
    lead: {
      language: 'fr',
      title: 'Responsable qualité',
      seniority: 'manager',
      employees: 90,
      says: "Bonjour, simple demande de renseignements, rien d'urgent : votre outil gère-t-il les audits fournisseurs ? Nous n'avons pas de projet cette année.",
    },
  },
  {
    outcome: 'unqualified',
    lead: {
      language: 'fr',
      company: null,
      says: "Bonjour, je suis étudiante et je cherche un stage de fin d'études à partir de février.",
    },
  },
  {
    outcome: 'unqualified',
    lead: {
      language: 'fr',
      title: 'Préparateur de commandes',
      seniority: 'individual',
      says: "Ça a l'air bien, mais c'est pas moi qui décide et mon chef n'est pas au courant.",
    },
  },
  ...judgedInOtherLanguages,
];
