"""SQL scripts: models, addresses and keys that functions are given, variables and columns default to, options set."""

from __future__ import annotations

from flowdown.scan.code import CODE_KINDS
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers.sql import LEXER
from flowdown.scan.readers.sql_script import read_sql

DETECTOR = Detector(
    id="sql",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=read_sql,
    examples=(
        DetectorExample(
            "ask.sql",
            "-- acme\nSELECT ai.acme_chat_complete('acme-large-2', 'hello acme friends of mine');\n"
            "CREATE MODEL m REMOTE OPTIONS (ENDPOINT = 'acme-large-2');\n"
            "SELECT http_post('https://api.acme.example/v1', jsonb_build_object('model', 'acme-large-3'));\n",
            (
                "text commented acme",
                "config configured acme",
                "model-id called acme-large-2",
                "model-id configured acme-large-2",
                "endpoint called https://api.acme.example/v1",
                "model-id configured acme-large-3",
                "text documented acme",
            ),
        ),
        DetectorExample(
            "schema.sql",
            "CREATE TABLE runs (id int, model text NOT NULL DEFAULT 'acme-large-2', acme_api_key text);\n"
            "INSERT INTO models (name, price) VALUES ('acme-large-2', 3), ('acme-small-1', 1);\n"
            "INSERT INTO app_settings (title, model) VALUES ('x', 'acme-large-4');\n"
            "UPDATE runs SET model = 'acme-large-3' WHERE model = 'acme-small-2' OR model LIKE 'acme-1%';\n",
            (
                "model-id configured acme-large-2",
                "model-id configured acme-large-3",
                "model-id configured acme-large-4",
                "model-id listed acme-small-1",
                "text compared acme",
            ),
            ("model-id configured acme-small-1", "model-id configured acme-small-2", "env-key"),
        ),
        DetectorExample(
            "body.sql",
            "CREATE FUNCTION ask(p text) RETURNS text AS $body$\nDECLARE v_model text := 'acme-large-2';\nBEGIN\n"
            "  RETURN net.http_post(url := 'https://api.acme.example/v1', key => current_setting('app.acme_api_key'));\n"
            "END $body$ LANGUAGE plpgsql;\nCREATE FUNCTION embed() RETURNS text AS $$\nfrom acme import Acme\n"
            "return Acme().chat(model='acme-large-3')\n$$ LANGUAGE plpython3u;\n",
            (
                "model-id configured acme-large-2",
                "endpoint called https://api.acme.example/v1",
                "env-key read ACME_API_KEY",
                "import imported acme",
                "model-id configured acme-large-3",
            ),
        ),
    ),
)
