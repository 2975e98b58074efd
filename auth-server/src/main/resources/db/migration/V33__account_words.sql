-- What administrators find an account by: its address, and each word of its name.
CREATE INDEX account_words ON account
    USING gin (array_to_tsvector(array_remove(string_to_array(lower(name || ' ' || email), ' '), '')));
