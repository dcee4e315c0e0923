/** The second half of the forty inquiries judged by hand: Spanish, Portuguese, Italian, Dutch, and the traps. */
import type { JudgedByHand } from './judged-by-hand.fixture.ts';

export const judgedInOtherLanguages: readonly JudgedByHand[] = [
  // Spanish
  {
    outcome: 'hot',
    lead: {
      language: 'es',
      title: 'Director general',
      seniority: 'c-level',
      employees: 230,
      says: 'Perdemos clientes porque los pedidos llegan tarde: en septiembre cancelaron dos hoteles. Tenemos 60.000 € aprobados y queremos firmar este mes. Decido yo con el consejo ya informado.',
    },
  },
  {
    outcome: 'warm',
    lead: {
      language: 'es',
      title: 'Jefe de taller',
      seniority: 'manager',
      employees: 150,
      says: 'Llevamos las reparaciones en hojas de cálculo y nadie sabe qué coche está listo; los clientes se quejan. Queremos empezar en enero con un programa nuevo. ¿Nos pueden hacer una demostración y pasar precios?',
    },
  },
  {
    outcome: 'cold',
    lead: {
      language: 'es',
      title: 'Coordinadora de formación',
      seniority: 'manager',
      employees: 110,
      says: 'Me gustaría recibir información sobre su plataforma. De momento solo estamos mirando, sin prisa.',
    },
  },
  {
    outcome: 'unqualified',
    lead: {
      language: 'es',
      title: 'Recepcionista',
      seniority: 'individual',
      company: null,
      says: 'Hola, solo por curiosidad, ¿para qué sirve?',
    },
  },
  // Portuguese
  {
    outcome: 'hot',
    lead: {
      language: 'pt',
      title: 'Sócio-gerente',
      seniority: 'owner',
      employees: 95,
      says: 'O nosso sistema caiu três vezes esta semana e perdemos clientes. A verba está aprovada, R$ 180 mil, e quem decide sou eu. Precisamos de começar já, no máximo até ao fim do mês. Liguem hoje, por favor.',
    },
  },
  {
    outcome: 'warm',
    lead: {
      language: 'pt',
      title: 'Gerente de produção',
      seniority: 'manager',
      employees: 310,
      says: 'Controlamos o estoque em planilhas e os erros são frequentes; a diretoria me pediu três propostas até dezembro para implantar em fevereiro. Podem enviar uma cotação para 25 usuários?',
    },
  },
  {
    outcome: 'cold',
    lead: {
      language: 'pt',
      title: 'Analista de sistemas',
      seniority: 'individual',
      job_function: 'it',
      employees: 700,
      says: 'Gostaria de receber mais informações sobre o produto para um estudo de mercado interno. Ainda não há projeto.',
    },
  },
  {
    outcome: 'unqualified',
    lead: {
      language: 'pt',
      title: 'Estudante',
      seniority: 'entry',
      company: null,
      says: 'Sou estudante de engenharia e preciso de dados para o meu TCC até sexta-feira.',
    },
  },
  // Italian
  {
    outcome: 'hot',
    lead: {
      language: 'it',
      title: 'Amministratore delegato',
      seniority: 'c-level',
      employees: 140,
      says: 'Il fornitore attuale chiude il 15 novembre e senza sostituto la linea si ferma. Abbiamo già stanziato 70.000 euro, decido io. Mandatemi il contratto questa settimana.',
    },
  },
  {
    outcome: 'warm',
    lead: {
      language: 'it',
      title: 'Responsabile logistica',
      seniority: 'head',
      employees: 85,
      says: 'Buongiorno, gestiamo le consegne con fogli Excel e i ritardi aumentano. Vorremmo introdurre un gestionale entro marzo, il budget sarà approvato a dicembre. È possibile fissare una demo?',
    },
  },
  {
    outcome: 'cold',
    lead: {
      language: 'it',
      title: 'Impiegata ufficio acquisti',
      seniority: 'individual',
      job_function: 'procurement',
      employees: 260,
      says: 'Vi chiedo gentilmente il listino prezzi aggiornato, senza impegno. Al momento non abbiamo un progetto.',
    },
  },
  {
    outcome: 'unqualified',
    lead: {
      language: 'it',
      title: 'Titolare',
      seniority: 'owner',
      employees: 2,
      says: 'Siamo in due e non possiamo permetterci nulla, ma volevo sapere se esiste una versione gratuita.',
    },
  },
  // Dutch
  {
    outcome: 'hot',
    lead: {
      language: 'nl',
      title: 'Algemeen directeur',
      seniority: 'c-level',
      employees: 65,
      says: 'Onze planning ligt plat sinds de hack van vorige week en klanten dreigen over te stappen. Er is budget, 30.000 euro is goedgekeurd, en ik beslis zelf. Het moet binnen drie weken draaien. Bel me vandaag nog.',
    },
  },
  {
    outcome: 'warm',
    lead: {
      language: 'nl',
      title: 'Hoofd zorgadministratie',
      seniority: 'head',
      employees: 480,
      says: 'We plannen de thuiszorg nog in Excel en dat kost veel tijd. In januari willen we een keuze maken tussen drie leveranciers. Graag een offerte en een demo.',
    },
  },
  {
    outcome: 'cold',
    lead: {
      language: 'nl',
      title: 'Adviseur inkoop',
      seniority: 'senior',
      job_function: 'procurement',
      employees: 300,
      says: 'Kunt u mij informatie sturen? We zijn ons aan het oriënteren, er is nog geen project en geen haast.',
    },
  },
  {
    outcome: 'unqualified',
    lead: {
      language: 'nl',
      title: 'Stagiair',
      seniority: 'entry',
      employees: 120,
      says: 'Voor mijn scriptie zoek ik cijfers over de markt. Kunt u mij helpen?',
    },
  },
  // Traps
  {
    outcome: 'cold',
    lead: {
      language: 'en',
      title: 'Warehouse Manager',
      seniority: 'manager',
      employees: 60,
      says: 'Last year we had a budget of 40k and wanted to start within a month, but it all went to the new roof. A neighbour of ours bought your system and is happy with it. What would it cost today?',
    },
  },
  {
    outcome: 'warm',
    lead: {
      language: 'en',
      title: 'CFO',
      seniority: 'c-level',
      job_function: 'finance',
      employees: 200,
      says: 'If the board agrees in November, we will have 50k for this and could start in February. We lose invoices every month because everything is on paper.',
    },
    company: {
      employees: 210,
      news: [{ kind: 'funding', headline: 'Acme raises 4 million', date: '2026-05-02' }],
    },
  },
  {
    outcome: 'unqualified',
    lead: {
      language: 'en',
      title: 'CEO',
      seniority: 'c-level',
      employees: 500,
      says: 'We need a new platform urgently, budget approved, we start next week.',
    },
    company: { status: 'dissolved' },
  },
];
