"""The bill of materials of the image's Python packages, as CycloneDX 1.6, from the lock alone."""

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tools.check_lock import HASH, LOCK, PIN, entries  # noqa: E402


def main() -> int:
    """Print the document; 1 where the lock names nothing."""
    document = bill(LOCK.read_text(), tomllib.loads((ROOT / "pyproject.toml").read_text())["project"])
    if not document["components"]:
        print("requirements.lock names no package", file=sys.stderr)
        return 1
    print(json.dumps(document, indent=2))
    return 0


def bill(locked: str, project: dict[str, Any]) -> dict[str, Any]:
    """A CycloneDX document. `hashes` are those of every wheel and archive that the lock allows."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "assay",
                "name": project["name"],
                "version": project["version"],
                "purl": f"pkg:pypi/{project['name']}@{project['version']}",
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": [_component(entry) for entry in entries(locked)],
    }


def _component(entry: str) -> dict[str, Any]:
    name, version = PIN.findall(entry)[0]
    purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
    hashes = [word.removeprefix(HASH) for word in entry.split() if word.startswith(HASH)]
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "hashes": [{"alg": "SHA-256", "content": content} for content in hashes],
    }


if __name__ == "__main__":
    sys.exit(main())
