"""What README shows is what one gets."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from service.demo import first_article

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def shown() -> tuple[list[str], str, dict[str, Any]]:
    """The words of the first command that posts an article, what is said of the answer, and the finding below it."""
    found = re.search(
        r"<!-- first answer -->\n```sh\n(.*?)\n```\n(.*?)```json\n(.*?)\n```", README, re.DOTALL
    )
    assert found
    return shlex.split(found[1]), " ".join(found[2].split()), json.loads(found[3])


def test_the_first_command_posts_the_first_article() -> None:
    words, _, _ = shown()
    assert json.loads(words[words.index("-d") + 1]) == first_article()


def test_the_first_answer_is_the_one_that_is_shown(tmp_path: Path) -> None:
    words, said, finding = shown()
    (tmp_path / "a.json").write_text(words[words.index("-d") + 1])
    command = [sys.executable, "-c", "from service.cli import main; main()", "score", "--offline"]
    done = subprocess.run([*command, "-f", "json", str(tmp_path / "a.json")], capture_output=True, check=True)
    report = json.loads(done.stdout)
    told = re.match(r"It scores ([\d.]+) \(band `(\w+)`\)", said)
    assert told
    # Weights move; what is shown must not be far from the truth.
    assert abs(report["score"] - float(told[1])) <= 3
    assert report["band"] == told[2]
    got = next(found for found in report["findings"] if found["code"] == finding["code"])
    for name in ("loss", "points"):
        assert abs(got[name] - finding[name]) <= 2
        del finding[name]
    (span,) = finding.pop("spans")
    assert span.items() <= got["spans"][0].items()
    assert finding.items() <= got.items()
    costly = {found["code"] for found in report["findings"] if found["points"]}
    assert costly == {finding["code"], *re.findall(r"`([A-Z]+_[A-Z_]+)`", said)}
