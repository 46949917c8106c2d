"""The three verbs with what is installed here: others' checks, and a newsroom's own word lists.

Checks come by the entry point group `assay.checks`: each entry is a check, or several of them in a tuple or list.
Word lists come from the folder that `ASSAY_LEXICONS` names: files in the form of the shipped ones, merged over them.
Both change what is found, so both go into the version of the ruleset in use. They are a fact of the process, as its
packages are: every process reads them when it first needs them, or when `use` names the folder at start.
"""

from collections.abc import Iterable
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import scoring
from scoring import (
    CATALOGUE,
    ENGLISH,
    Article,
    AssayError,
    Catalogue,
    CatalogueError,
    Check,
    Document,
    Evidence,
    Lexicon,
    LexiconError,
    Lookup,
    Report,
    Ruleset,
    RulesetError,
)

GROUP = "assay.checks"
# A larger file is no word list.
LARGEST = 4_000_000


class ExtensionError(AssayError, ValueError):
    """A check or a word list that cannot be brought in; the message names the package or the file."""


_in_use: Lexicon | None = None


def use(folder: Path | None) -> None:
    """Judge by the word lists of a folder from now on, in this process. Raises ExtensionError."""
    global _in_use
    _in_use = lexicon_of(folder)


def lexicon() -> Lexicon:
    """The word lists in use: of the folder that was named at start, else in the settings. Raises ExtensionError."""
    if _in_use is None:
        from service.settings import Settings

        use(Settings().lexicons)
        assert _in_use is not None
    return _in_use


def lexicon_of(folder: Path | None) -> Lexicon:
    """The shipped lists with those of a folder merged over them. Raises ExtensionError."""
    if folder is None:
        return ENGLISH
    try:
        files = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        return ENGLISH.extended({path.name: _text(path) for path in files})
    except OSError as error:
        raise ExtensionError(f"ASSAY_LEXICONS: {folder}: {error.strerror or error}") from None
    except (LexiconError, UnicodeDecodeError) as error:
        raise ExtensionError(f"ASSAY_LEXICONS: {folder}: {error}") from None


@cache
def catalogue() -> Catalogue:
    """The shipped checks and those that installed packages bring. Raises ExtensionError."""
    checks: list[Check] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        try:
            checks += _checks(entry.load())
        except Exception as error:
            raise ExtensionError(
                f"{GROUP}: {entry.name} = {entry.value}: {type(error).__name__}: {error}"
            ) from error
    try:
        return CATALOGUE.extended(checks)
    except CatalogueError as error:
        raise ExtensionError(f"{GROUP}: {error}") from None


def made_for(ruleset: Ruleset) -> Ruleset:
    """A ruleset under the version that names the checks and word lists in use. Raises ExtensionError."""
    return ruleset.made_for(catalogue().mark, lexicon().mark)


def read(article: Article) -> Document:
    """Read one article by the word lists in use."""
    return scoring.read(article, lexicon())


def wants(document: Document, ruleset: Ruleset) -> tuple[Lookup, ...]:
    """The look-ups that the installed checks would use."""
    return scoring.wants(document, ruleset, catalogue())


def judge(document: Document, evidence: Evidence, ruleset: Ruleset) -> Report:
    """Score an article by the installed checks.

    Raises RulesetError where the ruleset was made for other checks or word lists: its version would not be true.
    """
    if not ruleset.fits(catalogue().mark, lexicon().mark):
        raise RulesetError(
            f"ruleset {ruleset.version} was made for other checks or word lists than are installed here"
        )
    return scoring.judge(document, evidence, ruleset, catalogue())


def _checks(loaded: Any) -> Iterable[Check]:
    checks = [loaded] if isinstance(loaded, Check) else list(loaded)
    if not all(isinstance(check, Check) for check in checks):
        raise TypeError("an entry must be a check, or several in a tuple or list")
    return checks


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST:
        raise LexiconError(f"{path.name}: larger than {LARGEST:,} bytes")
    return path.read_text(encoding="utf-8")
