-- What is erased by age is looked for by it.
CREATE INDEX inquiries_raw ON inquiries (accepted_at) WHERE raw IS NOT NULL;
CREATE INDEX mail_taken_raw ON mail_taken (at) WHERE raw IS NOT NULL;
CREATE INDEX engagements_at ON engagements (at);
