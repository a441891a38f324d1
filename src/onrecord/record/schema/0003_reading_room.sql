-- What the reading room asks: whom a name or a code means, and which statements nobody has looked at.
CREATE INDEX entities_folded ON entities (folded);
CREATE INDEX entities_country ON entities (country) WHERE country IS NOT NULL;
CREATE INDEX statements_doubt ON statements (confidence, id) WHERE corrected = 0;
