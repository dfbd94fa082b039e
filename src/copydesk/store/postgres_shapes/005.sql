-- Which steps are settled (settled.py), and how often the records of each kind have changed: once a transaction, whatever
-- it changes, so that the row has one version of each. Numbers of transactions begin anew where a dump is read into
-- another server; so the number that is kept is believed only where the row itself is of this transaction.
CREATE TABLE changes (
    records TEXT COLLATE "C" PRIMARY KEY,
    number BIGINT NOT NULL,
    by BIGINT NOT NULL
);
CREATE TABLE settled (
    step TEXT COLLATE "C" PRIMARY KEY,
    facts TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL
);
CREATE FUNCTION copydesk.count_change() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    UPDATE copydesk.changes SET number = number + 1, by = txid_current() WHERE records = TG_TABLE_NAME
        AND NOT (by = txid_current() AND xmin::text::bigint = txid_current() % 4294967296);
    RETURN NULL;
END
$$;
CREATE FUNCTION copydesk.unsettle() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM copydesk.settled WHERE step = OLD.step;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        DELETE FROM copydesk.settled WHERE step = NEW.step;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER unsettled AFTER INSERT OR UPDATE OR DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION copydesk.unsettle();
INSERT INTO changes (records, number, by)
    SELECT unnest(ARRAY['pages', 'layouts', 'frames', 'articles', 'editions', 'prints', 'candidates', 'matches',
        'families', 'copies', 'datings', 'stories', 'quotes', 'figures', 'attributions', 'facts', 'checks', 'failures',
        'decisions', 'alone', 'notes', 'summaries', 'carriages', 'outlines', 'happenings']), 0, 0;
DO $$
DECLARE
    kind TEXT;
BEGIN
    FOR kind IN SELECT records FROM copydesk.changes LOOP
        EXECUTE format('CREATE TRIGGER counted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON copydesk.%I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION copydesk.count_change()', kind);
    END LOOP;
END
$$;
