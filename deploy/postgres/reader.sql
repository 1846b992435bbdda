-- A user who can only read the deals: the web pages and tools like Metabase are given this one (docs/sql.md). Compose runs
-- this behind databases.sql when its volume is empty; elsewhere, or to choose another password, as a superuser:
--
--     SAFQA_READER_PASSWORD=… psql -h HOST -U postgres -d postgres -f deploy/postgres/reader.sql
\set ON_ERROR_STOP on
\getenv reader_password SAFQA_READER_PASSWORD
\connect safqa

SELECT 'CREATE ROLE safqa_reader LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'safqa_reader') \gexec
ALTER ROLE safqa_reader PASSWORD :'reader_password';
ALTER ROLE safqa_reader SET default_transaction_read_only = on;
ALTER ROLE safqa_reader SET timezone = 'UTC';
GRANT CONNECT ON DATABASE safqa TO safqa_reader;
GRANT USAGE ON SCHEMA public TO safqa_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO safqa_reader;
-- Tables that are yet to come are the owner's to make.
ALTER DEFAULT PRIVILEGES FOR ROLE safqa IN SCHEMA public GRANT SELECT ON TABLES TO safqa_reader;
