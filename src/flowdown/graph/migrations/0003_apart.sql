-- What is said of claims and documents, judged of names, or opposed, is found without reading every claim.
CREATE INDEX claim_apart ON claim (predicate)
WHERE stance <> 'supports' OR predicate IN ('read', 'retracts', 'assesses', 'same-as', 'not-same-as');
-- So is what is paid, of which shares are told.
CREATE INDEX claim_spend ON claim (subject)
WHERE predicate = 'valued' AND replace(qualifiers, '["of","spend"]', '') <> qualifiers;
UPDATE store SET value = '3' WHERE name = 'version';
