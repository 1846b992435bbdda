-- The two databases, each with a user that owns it and sees nothing of the other: `safqa` for the deals, `prefect` for the
-- Prefect server. Compose runs this when its volume is empty; elsewhere, once, as a superuser:
--
--     SAFQA_DB_PASSWORD=… PREFECT_DB_PASSWORD=… psql -h HOST -U postgres -d postgres -f deploy/postgres/databases.sql
\set ON_ERROR_STOP on
\getenv safqa_password SAFQA_DB_PASSWORD
\getenv prefect_password PREFECT_DB_PASSWORD

CREATE ROLE safqa LOGIN PASSWORD :'safqa_password';
CREATE ROLE prefect LOGIN PASSWORD :'prefect_password';
CREATE DATABASE safqa OWNER safqa TEMPLATE template0 ENCODING 'UTF8';
CREATE DATABASE prefect OWNER prefect TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE safqa, prefect FROM PUBLIC;
ALTER ROLE safqa SET timezone = 'UTC';
ALTER ROLE prefect SET timezone = 'UTC';
