-- What is said of claims and documents, judged of names, or opposed, is found without reading every claim.
CREATE INDEX claim_apart ON claim (predicate)
WHERE stance <> 'supports' OR predicate IN ('read', 'retracts', 'assesses', 'same-as', 'not-same-as');
UPDATE store SET value = '3' WHERE name = 'version';
