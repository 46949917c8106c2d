"""Where sentences end, on our own sentences and on other splitters' own test data, beside pysbd and syntok.

The peers run where `make peers` installed them. Their test data is theirs: hand over a checkout of each, and nothing of
it is copied (`--pysbd FOLDER --syntok FOLDER`). Figures are the F1 of the ends of sentences inside paragraphs, and the
share of paragraphs that are cut exactly as they should be.
"""

import argparse
import ast
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from scoring import Article
from scoring.document import Block, BlockKind, Page, Span
from scoring.layout.lowercase import lower
from scoring.reading.sentences import split_sentences

ROOT = Path(__file__).parents[1]
OWN = ROOT / "tests" / "data" / "sentences.txt"
PYTHON = Path(os.environ.get("ASSAY_PEERS_PYTHON", ROOT / ".venv-peers" / "bin" / "python"))
PEERS = ("pysbd", "syntok")
_WORKER = """
import json, sys
name, texts = sys.argv[1], json.load(sys.stdin)
if name == "pysbd":
    import pysbd
    cut = pysbd.Segmenter(language="en", clean=False).segment
else:
    import syntok.segmenter as syntok
    def cut(text):
        return ["".join(t.spacing + t.value for t in s) for p in syntok.process(text) for s in p]
json.dump([cut(text) for text in texts], sys.stdout)
"""

Paragraph = Sequence[str]


class Scored(NamedTuple):
    """How well the ends of sentences were found: F1 of ends, share of exact paragraphs, the wrong ones."""

    f1: float
    exact: float
    wrong: list[tuple[Paragraph, Paragraph]]


def own() -> list[Paragraph]:
    """Our own paragraphs."""
    lines = [line for line in OWN.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [block.split("\n") for block in "\n".join(lines).strip().split("\n\n")]


def golden(folder: Path) -> list[Paragraph]:
    """The English rules of a checkout of pysbd: texts with their sentences, without those that it expects to fail."""
    tree = ast.parse((folder / "tests" / "lang" / "test_english.py").read_text(encoding="utf-8"))
    found: list[Paragraph] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.List):
            _, sentences = ast.literal_eval(node)
            found.append([sentence.strip() for sentence in sentences])
    return found


def ospl(folder: Path) -> list[Paragraph]:
    """The one-sentence-a-line text of a checkout of syntok, in paragraphs of three."""
    tree = ast.parse((folder / "syntok" / "segmenter_test.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "OSPL":
            lines = [line.strip() for line in ast.literal_eval(node.value).splitlines() if line.strip()]
            return [lines[at : at + 3] for at in range(0, len(lines), 3)]
    return []


def ours(texts: Sequence[str]) -> list[Paragraph]:
    """The sentences of this project's reading."""
    found: list[Paragraph] = []
    for text in texts:
        blocks = (Block(BlockKind.PARAGRAPH, Span(0, len(text))),)
        document = Page(Article(text), text, blocks, lower=lower(text))
        found.append([document[sentence.span] for sentence in split_sentences(document)])
    return found


def of_peer(name: str, texts: Sequence[str]) -> list[Paragraph]:
    """The sentences of a peer, run in its own environment."""
    command = [str(PYTHON), "-c", _WORKER, name]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True)
    found: list[Paragraph] = json.loads(done.stdout)
    return found


def scored(right: Sequence[Paragraph], made: Sequence[Paragraph]) -> Scored:
    """Compare by the ends of sentences, counted in characters that are no white space."""
    both = found = wanted = exact = 0
    wrong = []
    for gold, got in zip(right, made, strict=True):
        one, other = _ends(gold), _ends(got)
        both, found, wanted = both + len(one & other), found + len(other), wanted + len(one)
        exact += one == other
        if one != other:
            wrong.append((gold, got))
    f1 = 2 * both / max(1, found + wanted)
    return Scored(f1, exact / max(1, len(right)), wrong)


def _ends(sentences: Paragraph) -> set[int]:
    ends, at = set(), 0
    for sentence in sentences:
        at += len("".join(sentence.split()))
        ends.add(at)
    return ends


def main() -> int:
    """Print a table, and with `--wrong` the paragraphs that were cut wrongly."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pysbd", type=Path, help="a checkout of pysbd")
    options.add_argument("--syntok", type=Path, help="a checkout of syntok")
    options.add_argument("--wrong", action="store_true", help="print what this project cut wrongly")
    given = options.parse_args()
    sets = {"own": own()}
    if given.pysbd:
        sets["pysbd's rules"] = golden(given.pysbd)
    if given.syntok:
        sets["syntok's lines"] = ospl(given.syntok)
    peers = PEERS if PYTHON.is_file() else ()
    if not peers:
        print("no peer is installed (`make peers`), so none was measured")
    print(f"{'F1 / exact':18}{'sentences':>10}" + "".join(f"{name:>16}" for name in ("assay", *peers)))
    sets["all of them"] = [paragraph for paragraphs in sets.values() for paragraph in paragraphs]
    for name, right in sets.items():
        texts = [" ".join(paragraph) for paragraph in right]
        results = [scored(right, ours(texts)), *(scored(right, of_peer(peer, texts)) for peer in peers)]
        cells = "".join(f"{f'{it.f1:.3f} / {it.exact:.3f}':>16}" for it in results)
        print(f"{name:18}{sum(map(len, right)):>10}{cells}")
        if given.wrong and name != "all of them":
            for gold, got in results[0].wrong:
                print("  wanted", list(gold), "\n  got   ", list(got))
    return 0


if __name__ == "__main__":
    sys.exit(main())
