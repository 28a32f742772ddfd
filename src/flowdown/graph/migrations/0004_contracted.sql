-- What is supplied for one contract alone is found by that contract, which only a qualifier names.
CREATE INDEX claim_contracted ON claim (qualifiers)
WHERE predicate IN ('supplies', 'subcontractor-of') AND qualifiers <> '[]';
UPDATE store SET value = '4' WHERE name = 'version';
