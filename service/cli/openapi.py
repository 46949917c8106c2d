"""`assay openapi`: the HTTP interface as OpenAPI JSON."""

import sys


def openapi() -> None:
    """Print the OpenAPI description of the HTTP interface; needs no database."""
    import orjson

    from service.app import create_app
    from service.cli.configuration import load_settings

    schema = create_app(load_settings()).openapi()
    sys.stdout.buffer.write(orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
