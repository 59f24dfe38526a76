CREATE TABLE schema_versions (
    version integer PRIMARY KEY,
    applied timestamptz NOT NULL DEFAULT now()
);

-- Keys and names sort by their UTF-8, whatever the database's locale is. Rows are overwritten often and have no index
-- but the key: a page keeps room for the next version of a row.
CREATE TABLE results (
    name text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    -- To the microsecond; tick holds the tenths of one, 0 to 9.
    time timestamptz NOT NULL,
    tick smallint NOT NULL,
    value text,
    -- In place of value where that holds U+0000, which JSON never does and text cannot.
    bytes bytea,
    PRIMARY KEY (name, key),
    CHECK ((value IS NULL) <> (bytes IS NULL))
) WITH (fillfactor = 85);

CREATE TABLE pipelines (
    name text COLLATE "C" PRIMARY KEY,
    last_number bigint NOT NULL,
    -- Who has saved last, and which of its saves that was.
    writer uuid NOT NULL,
    save bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE checkpoints (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    -- SHA-256 of the name, a zero byte, the position (8 bytes, most significant first) and the content.
    digest bytea NOT NULL,
    content bytea NOT NULL
);

-- A state is not worth the time to compress it every few seconds.
ALTER TABLE checkpoints ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE INDEX checkpoints_by_position ON checkpoints (name, position DESC, id DESC);
