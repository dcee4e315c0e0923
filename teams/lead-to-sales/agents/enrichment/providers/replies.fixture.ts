/** For tests: what the providers answer about one company, in the shape of their public documentation. */

export const pdlCompany = {
  status: 200,
  likelihood: 8,
  id: 'abc',
  name: 'nordwind pumps',
  display_name: 'Nordwind Pumps',
  size: '201-500',
  employee_count: 240,
  founded: 1987,
  industry: 'Machinery',
  summary: 'Pumps and valves for breweries.',
  website: 'nordwind.example',
  linkedin_url: 'linkedin.com/company/nordwind-pumps',
  facebook_url: null,
  twitter_url: null,
  location: { country: 'germany', locality: 'Bremen' },
  inferred_revenue: '$25M-$50M',
  total_funding_raised: 8_000_000,
  latest_funding_stage: 'series_a',
  last_funding_date: '2025-05-02',
  employee_growth_rate: { '3_month': 0.02, '12_month': 0.125 },
  employee_count_by_month: { '2024-11': 185, '2024-12': 190, '2025-12': 215, '2026-10': 240 },
};

export const pdlPerson = {
  status: 200,
  likelihood: 9,
  data: {
    full_name: 'Katrin Meyer-Lund',
    job_title: 'Chief Executive Officer',
    job_title_role: 'operations',
    job_title_levels: ['cxo'],
    job_company_name: 'Nordwind Pumps',
    job_company_website: 'nordwind.example',
    linkedin_url: 'linkedin.com/in/katrin-ml',
  },
};

export const apolloOrganisation = {
  organization: {
    id: '5e66b6381e05b4008c8331b8',
    name: 'Nordwind Pumps',
    website_url: 'http://www.nordwind.example',
    primary_domain: 'nordwind.example',
    linkedin_url: 'http://www.linkedin.com/company/nordwind-pumps',
    twitter_url: null,
    phone: '+49 421 2345678',
    founded_year: 1987,
    estimated_num_employees: 250,
    industry: 'machinery',
    short_description: 'Pumps for breweries.',
    annual_revenue: 31_500_000,
    total_funding: 8_000_000,
    country: 'Germany',
    city: 'Bremen',
    funding_events: [
      { id: '1', date: '2025-05-02T00:00:00.000+00:00', type: 'Series A', amount: '8M', currency: '€' },
    ],
    current_technologies: [{ uid: 'sap', name: 'SAP', category: 'Enterprise Resource Planning' }],
  },
};

export const apolloPerson = {
  person: {
    id: '64a7ff0cc4dfae00013df1a5',
    name: 'Katrin Meyer-Lund',
    title: 'Chief Executive Officer',
    email: 'k.meyer-lund@nordwind.example',
    email_status: 'verified',
    linkedin_url: 'http://www.linkedin.com/in/katrin-ml',
    seniority: 'c_suite',
    departments: ['c_suite'],
    organization: { name: 'Nordwind Pumps', primary_domain: 'nordwind.example' },
  },
};

export const hunterSearch = {
  data: {
    domain: 'nordwind.example',
    organization: 'Nordwind Pumps',
    description: 'Pumps for breweries.',
    industry: 'Machinery',
    headcount: '201-500',
    country: 'DE',
    city: 'Bremen',
    linkedin: 'https://linkedin.com/company/nordwind-pumps',
    emails: [
      {
        value: 'j.devries@nordwind.example',
        type: 'personal',
        confidence: 92,
        first_name: 'Jan',
        last_name: 'de Vries',
        position: 'Head of Production',
        seniority: 'senior',
        department: 'operations',
      },
      { value: 'info@nordwind.example', type: 'generic', first_name: null, last_name: null, position: null },
    ],
  },
  meta: { results: 2 },
};

export const hunterVerification = {
  data: {
    status: 'valid',
    result: 'deliverable',
    score: 97,
    email: 'k.meyer-lund@nordwind.example',
    mx_records: true,
  },
};

const company = {
  name: 'Nordwind Pumps GmbH',
  company_number: 'HRB123',
  jurisdiction_code: 'de',
  incorporation_date: '1987-04-01',
  dissolution_date: null,
  company_type: 'Gesellschaft mit beschränkter Haftung',
  inactive: false,
  current_status: 'currently registered',
  retrieved_at: '2026-08-01T00:00:00+00:00',
  opencorporates_url: 'https://opencorporates.com/companies/de/HRB123',
};

export const openCorporatesSearch = {
  api_version: '0.4',
  results: {
    companies: [
      { company },
      {
        company: {
          ...company,
          company_number: 'HRB7',
          dissolution_date: '1999-01-01',
          current_status: 'removed',
        },
      },
      { company: { ...company, name: 'Nordwind Reisen GmbH', company_number: 'HRB8' } },
    ],
  },
};

export const openCorporatesCompany = {
  api_version: '0.4',
  results: {
    company: {
      ...company,
      industry_codes: [{ industry_code: { code: '28.13', description: 'Manufacture of pumps' } }],
      officers: [
        { officer: { name: 'Katrin Meyer-Lund', position: 'managing director', end_date: null } },
        { officer: { name: 'Otto Vorher', position: 'managing director', end_date: '2010-01-01' } },
      ],
    },
  },
};

export const gdeltArticles = {
  articles: [
    {
      url: 'https://paper.example/1',
      title: 'Nordwind Pumps raises €8 million in Series A',
      seendate: '20260918T031500Z',
      domain: 'paper.example',
      language: 'English',
      sourcecountry: 'Germany',
    },
    {
      url: 'https://copy.example/1',
      title: 'Nordwind Pumps raises €8 million in Series A',
      seendate: '20260919T031500Z',
      domain: 'copy.example',
    },
    {
      url: 'https://paper.example/2',
      title: 'Ten breweries to visit this autumn',
      seendate: '20260917T031500Z',
      domain: 'paper.example',
    },
  ],
};
