#!/bin/bash
# Roles and databases, on the first start of an empty volume. Tables are the business of migrations/.
set -euo pipefail

psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE nervous_owner   LOGIN PASSWORD 'local-only';
CREATE ROLE nervous_runtime NOLOGIN;
CREATE ROLE nervous_app     LOGIN PASSWORD 'local-only' IN ROLE nervous_runtime;
CREATE ROLE inngest         LOGIN PASSWORD 'local-only';

CREATE DATABASE nervous OWNER nervous_owner;
CREATE DATABASE inngest OWNER inngest;
REVOKE ALL ON DATABASE nervous, inngest, postgres FROM PUBLIC;
GRANT CONNECT ON DATABASE nervous TO nervous_app;

-- A forgotten transaction must not hold the audit log's lock for ever.
ALTER ROLE nervous_app SET statement_timeout = '30s';
ALTER ROLE nervous_app SET lock_timeout = '10s';
ALTER ROLE nervous_app SET idle_in_transaction_session_timeout = '60s';

-- The engine keeps only its history here; what must not be lost is in Valkey and in our own database.
ALTER DATABASE inngest SET synchronous_commit TO off;

-- The superuser comes in by the socket inside this container, never over the network.
ALTER ROLE CURRENT_USER PASSWORD NULL;
SQL
