"""A few articles of our own writing, to look at on a new installation."""

from importlib import resources

from service.submission import Submission


def demo_articles() -> list[Submission]:
    """The articles, in the order of their file names."""
    files = sorted(resources.files(__name__).iterdir(), key=lambda file: file.name)
    return [
        Submission.model_validate_json(file.read_text(encoding="utf-8"))
        for file in files
        if file.name.endswith(".json")
    ]
