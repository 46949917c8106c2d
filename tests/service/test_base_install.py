"""What the package without extras must do without."""

import subprocess
import sys

EXTRAS = ("asyncpg", "greenlet", "yaml", "pytest", "hypothesis", "schemathesis")


def test_the_service_on_sqlite_needs_no_extra(tmp_path: object) -> None:
    code = f"""
import asyncio, sys
for name in {EXTRAS!r}:
    sys.modules[name] = None  # importing it raises
import service.cli.commands
from service.app import create_app, open_services
from service.settings import Settings
from service.storage import migrate
settings = Settings(_env_file=None, database_url="sqlite:///{tmp_path}/assay.sqlite3")
migrate(settings.database_url)
async def start():
    async with open_services(settings) as services:
        await services.store.ready()
asyncio.run(start())
create_app(settings).openapi()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
