/** The part `columns` of the rules: what the columns of registers and of LinkedIn's exports are called. */
import { z } from 'baton';

/** Header names in any case; the first one that a file has and that is not empty counts. */
const headers = z.array(z.string().min(1)).min(1);

export const columnRules = z.strictObject({
  register: z.strictObject({
    name: headers,
    domain: headers,
    legal_name: headers,
    description: headers,
    industry: headers,
    founded: headers,
    /** Also with a year behind it, such as employees_2024: that is history. */
    employees: headers,
    revenue: headers,
    currency: headers,
    country: headers,
    region: headers,
    phone: headers,
    status: headers,
    /** From when the row's data is. */
    as_of: headers,
  }),
  linkedin: z.strictObject({
    first_name: headers,
    last_name: headers,
    full_name: headers,
    title: headers,
    reports_to: headers,
    person_url: headers,
    company: headers,
    domain: headers,
    company_url: headers,
    industry: headers,
    employees: headers,
    employee_growth: headers,
    founded: headers,
    headquarters: headers,
    description: headers,
    exported_at: headers,
  }),
});
export type ColumnRules = z.output<typeof columnRules>;
