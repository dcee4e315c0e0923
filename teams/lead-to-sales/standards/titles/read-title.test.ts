import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readTitle } from './read-title.ts';
import { titleWordsIn } from './title-words.ts';

const CASES: readonly (readonly [string, string | null, string | null])[] = [
  ['Gerente de Vendas', 'manager', 'sales'],
  ['Diretor Comercial', 'director', 'sales'],
  ['Diretora de Recursos Humanos', 'director', 'hr'],
  ['Sócio-gerente', 'owner', 'executive'],
  ['Sócio Administrador', 'owner', 'executive'],
  ['Diretor-Geral', 'c-level', 'executive'],
  ['Presidente Executivo', 'c-level', 'executive'],
  ['Analista Financeiro Pleno', 'individual', 'finance'],
  ['Analista de Compras Sênior', 'senior', 'procurement'],
  ['Comprador', 'individual', 'procurement'],
  ['Coordenador de Logística', 'individual', 'operations'],
  ['Encarregado de Obra', 'manager', 'operations'],
  ['Estagiário de Engenharia', 'entry', 'engineering'],
  ['Assistente de Direção', 'individual', 'support'],
  ['Advogada', 'individual', 'legal'],
  ['Responsável de Compras', 'manager', 'procurement'],
  ['Chefe de Departamento de TI', 'head', 'it'],
  ['Desenvolvedor Sênior', 'senior', 'engineering'],
  ['Vice-presidente de Marketing', 'vp', 'marketing'],
  ['Técnico de Informática', 'individual', 'it'],
  ['Vendedor Externo', 'individual', 'sales'],
  ['Gestor de Projetos', 'manager', 'operations'],
  ['Gerente Geral', 'c-level', 'executive'],
  ['Contabilista', 'individual', 'finance'],
  ['Jovem Aprendiz', 'entry', 'other'],
  ['Direttore Generale', 'c-level', 'executive'],
  ['Amministratore Delegato', 'c-level', 'executive'],
  ['Amministratore Unico', 'c-level', 'executive'],
  ['Titolare', 'owner', 'executive'],
  ['Socio fondatore', 'owner', 'executive'],
  ['Direttore Commerciale', 'director', 'sales'],
  ['Direttrice Risorse Umane', 'director', 'hr'],
  ['Responsabile Acquisti', 'manager', 'procurement'],
  ['Responsabile Ufficio Tecnico', 'manager', 'engineering'],
  ['Impiegato amministrativo', 'individual', 'finance'],
  ['Addetta agli acquisti', 'individual', 'procurement'],
  ['Capo Progetto', 'manager', 'operations'],
  ['Capo Ufficio Legale', 'head', 'legal'],
  ['Agente di commercio', 'individual', 'sales'],
  ['Avvocato', 'individual', 'legal'],
  ['Commercialista', 'individual', 'finance'],
  ['Segretaria di direzione', 'individual', 'support'],
  ['Assistente alla direzione', 'individual', 'support'],
  ['Tirocinante Marketing', 'entry', 'marketing'],
  ['Sistemista', 'individual', 'it'],
  ['Ingegnere gestionale', 'individual', 'engineering'],
  ['Presidente del CdA', 'c-level', 'executive'],
  ['Responsabile IT', 'manager', 'it'],
  ['Responsabile della produzione', 'manager', 'operations'],
  ['Magazziniere', 'individual', 'operations'],
  ['Infermiera', 'individual', 'other'],
  ['Algemeen directeur', 'c-level', 'executive'],
  ['Directeur', 'director', 'executive'],
  ['Directeur-eigenaar', 'owner', 'executive'],
  ['DGA', 'owner', 'executive'],
  ['Eigenaar', 'owner', 'executive'],
  ['Hoofd Inkoop', 'head', 'procurement'],
  ['Hoofd ICT', 'head', 'it'],
  ['Inkoper', 'individual', 'procurement'],
  ['Teamleider Logistiek', 'manager', 'operations'],
  ['Medewerker klantenservice', 'individual', 'support'],
  ['Boekhouder', 'individual', 'finance'],
  ['Administratief medewerker', 'individual', 'finance'],
  ['Directiesecretaresse', 'individual', 'support'],
  ['Stagiair marketing', 'entry', 'marketing'],
  ['Salesmanager', 'manager', 'sales'],
  ['Verkoopmedewerker binnendienst', 'individual', 'sales'],
  ['Projectleider bouw', 'manager', 'operations'],
  ['HR-adviseur', 'individual', 'hr'],
  ['Financieel directeur', 'director', 'finance'],
  ['Bedrijfsjurist', 'individual', 'legal'],
  ['Zaakvoerder', 'c-level', 'executive'],
  ['Bestuurder', 'c-level', 'executive'],
  ['Softwareontwikkelaar', 'individual', 'engineering'],
  ['Magazijnmedewerker', 'individual', 'operations'],
  ['Systeembeheerder', 'individual', 'it'],
  ['Accountmanager', 'individual', 'sales'],
  ['Commercieel directeur', 'director', 'sales'],
  ['Technisch directeur', 'director', 'engineering'],
  ['Verkoopleider', 'head', 'sales'],
  ['Adjunct-directeur', 'director', 'executive'],
  ['Assistant to the Chief Financial Officer', 'individual', 'support'],
  ['Assistant Vice President', 'vp', 'executive'],
  ['AVP, Commercial Lending', 'senior', 'finance'],
  ['Assistant to the Sales Team', 'individual', 'sales'],
  ["CEO's Executive Assistant", 'individual', 'support'],
  ['CEO Assistant', 'individual', 'support'],
  ['Chief of Staff to the CEO', 'head', 'executive'],
  ['PA to Managing Director', 'individual', 'support'],
  ['Interim CFO', 'c-level', 'finance'],
  ['Acting Head of IT', 'head', 'it'],
  ['Ex-CEO', null, null],
  ['Former VP Sales', null, null],
  ['Head of IT and Procurement', 'head', 'it'],
  ['Founder & CTO', 'owner', 'engineering'],
  ['Board Member', 'c-level', 'executive'],
  ['Chair', 'c-level', 'executive'],
  ['Department Chair', 'head', 'other'],
  ['Vice President of Engineering', 'vp', 'engineering'],
  ['President', 'c-level', 'executive'],
  ['MD', 'c-level', 'executive'],
  ['Mary Jones, MD, Cardiologist', 'individual', 'other'],
  ['Managing Director Sales', 'c-level', 'sales'],
  ['Working Student Marketing', 'entry', 'marketing'],
  ['Werkstudentin Controlling (m/w/d)', 'entry', 'finance'],
  ['Duale Studentin Maschinenbau', 'entry', 'engineering'],
  ['Ausbildungsleiter', 'head', 'hr'],
  ['Leiter Ausbildung', 'head', 'hr'],
  ['Assistenz der Geschäftsführung', 'individual', 'support'],
  ['Vertriebsassistentin', 'individual', 'sales'],
  ['Kfm. Geschäftsführer', 'c-level', 'finance'],
  ['Einkaufsleiter/in', 'head', 'procurement'],
  ['Verkäufer:in', 'individual', 'sales'],
  ['Sachbearbeiter*in Einkauf', 'individual', 'procurement'],
  ['Geschaeftsfuehrerin', 'c-level', 'executive'],
  ['Leiterin Qualitätsmanagement', 'head', 'operations'],
  ['Prokurist und Leiter Vertrieb', 'director', 'sales'],
  ['Meister Instandhaltung', 'manager', 'operations'],
  ['Chargé(e) de recrutement', 'individual', 'hr'],
  ['Chargée de communication', 'individual', 'marketing'],
  ['Directeur.trice des opérations', 'director', 'operations'],
  ['Directeur Général Adjoint', 'c-level', 'executive'],
  ['Directeur adjoint', 'director', 'executive'],
  ['Chef de service achats', 'head', 'procurement'],
  ['Responsable administratif et financier', 'manager', 'finance'],
  ['RAF', 'director', 'finance'],
  ['Acheteur/Acheteuse', 'individual', 'procurement'],
  ['Alternante RH', 'entry', 'hr'],
  ['Technicien de maintenance', 'individual', 'operations'],
  ['Consultant fonctionnel SAP', 'individual', 'it'],
  ['Dirigeant', 'c-level', 'executive'],
  ['Président-fondateur', 'owner', 'executive'],
  ["Ingénieur d'affaires", 'individual', 'sales'],
  ['Jefe de Taller', 'manager', 'operations'],
  ['Director/a de Marketing', 'director', 'marketing'],
  ['Técnico/a de Selección', 'individual', 'hr'],
  ['Subdirector de Ventas', 'director', 'sales'],
  ['Gerente Comercial', 'manager', 'sales'],
  ['Becaria de Marketing', 'entry', 'marketing'],
  ['Socio', 'owner', 'executive'],
  ['Administrativo', 'individual', 'finance'],
  ['Auxiliar administrativo', 'individual', 'support'],
  ['Coordinadora de Logística', 'individual', 'operations'],
  ['Director de Obra', 'director', 'operations'],
  ['Asesor Comercial', 'individual', 'sales'],
  ['Student Services Director', 'director', 'other'],
  ['Intern', 'entry', 'other'],
  ['Junior Project Manager', 'entry', 'operations'],
  ['Graduate Recruiter', 'individual', 'hr'],
  ['Apprentice Electrician', 'entry', 'operations'],
  ['Trainee Solicitor', 'entry', 'legal'],
  ['Air Traffic Controller', 'individual', 'operations'],
  ['Credit Controller', 'individual', 'finance'],
  ['Partner', 'owner', 'executive'],
  ['Channel Partner', 'individual', 'sales'],
  ['Tax Partner', 'owner', 'finance'],
  ['Scrum Master', 'manager', 'operations'],
  ['IT Business Partner', 'individual', 'it'],
  ['Sales Director & Co-Owner', 'owner', 'sales'],
  ['Sr. VP, Sales', 'vp', 'sales'],
  ['Regional Vice President, Sales', 'vp', 'sales'],
  ['Vice President, Private Banking', 'manager', 'finance'],
  ['Head Chef', 'head', 'other'],
  ['Chief Revenue Officer', 'c-level', 'sales'],
  ['Chief Happiness Officer', 'c-level', 'hr'],
  ['Executive', 'individual', 'other'],
  ['Business Owner', 'owner', 'executive'],
  ['Data Protection Officer', 'individual', 'legal'],
  ['Purchasing Mgr', 'manager', 'procurement'],
  ['QA Lead', 'senior', 'engineering'],
  ['Sous Chef', 'individual', 'other'],
  ['Team Lead Customer Success', 'manager', 'support'],
  ['Marketing and Sales Manager', 'manager', 'marketing'],
  ['Verkaufsleiter Innendienst', 'head', 'sales'],
  ['Kaufmännischer Angestellter', 'individual', 'finance'],
  ['IT-Leiter', 'head', 'it'],
  ['CIO/CDO', 'c-level', 'it'],
  ['Abteilungsleiterin Personal', 'head', 'hr'],
  ['Personalleiterin', 'head', 'hr'],
  ['Lagerleiter', 'head', 'operations'],
  ['Bereichsleiter Produktion', 'head', 'operations'],
  ['Stellv. Abteilungsleiter Einkauf', 'head', 'procurement'],
  ['Inhaberin', 'owner', 'executive'],
  ['Chief Executive', 'c-level', 'executive'],
  ['Group Finance Director', 'director', 'finance'],
  ['Office of the CEO', 'c-level', 'executive'],
  ['Senior Associate', 'senior', 'other'],
  ['Legal Secretary', 'individual', 'legal'],
  ['Company Secretary', 'head', 'legal'],
  ['Poet', 'individual', 'other'],
  ['asdf qwer', null, null],
  ['Müller', null, null],
];

describe('a job title', () => {
  for (const [title, seniority, jobFunction] of CASES) {
    it(`"${title}" is ${seniority}, ${jobFunction}`, () => {
      assert.deepEqual(readTitle(title), { seniority, jobFunction });
    });
  }

  it('means what it means in its own language', () => {
    assert.equal(readTitle('Controller', 'de').seniority, 'individual');
    assert.equal(readTitle('Controller', 'en').seniority, 'head');
    assert.equal(readTitle('Gerente', 'pt').seniority, 'manager');
    assert.equal(readTitle('Gerente', 'es').seniority, 'c-level');
  });

  it('reads marks of gender, capitals and typing errors as what they stand for', () => {
    for (const title of [
      'Einkaufsleiter',
      'EINKAUFSLEITERIN',
      'Einkaufsleiter:in',
      'Einkaufsleiter*in (m/w/d)',
      'Einkaufsleiter/-in',
    ]) {
      assert.deepEqual(readTitle(title), { seniority: 'head', jobFunction: 'procurement' }, title);
    }
    assert.deepEqual(readTitle('Purchasing Manger'), { seniority: 'manager', jobFunction: 'procurement' });
    assert.deepEqual(readTitle('C.F.O.'), { seniority: 'c-level', jobFunction: 'finance' });
  });

  it('reads hostile text in bounded time and finds nothing in it', () => {
    for (const title of [
      '',
      ' ',
      '((((',
      '\u202e\u0000',
      'x'.repeat(1_000_000),
      'a.'.repeat(500_000),
      ')('.repeat(10_000),
    ]) {
      assert.deepEqual(readTitle(title), { seniority: null, jobFunction: null });
    }
  });
});

describe('the words of a title in running text', () => {
  const found = (text: string): string[] => titleWordsIn(text).map(({ quote }) => quote);
  it('are levels, professions and departments', () => {
    assert.deepEqual(found('the CFO of a small firm'), ['CFO']);
    assert.deepEqual(found('Leiterin Einkauf'), ['Leiterin', 'Einkauf']);
    assert.deepEqual(found('the one who asked'), []);
  });
  it('are no family names and no plurals', () => {
    assert.deepEqual(found('Thomas Koch'), []);
    assert.deepEqual(found('Miller Associates'), []);
  });
});
