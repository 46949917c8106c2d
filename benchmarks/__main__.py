"""Run every benchmark: `python -m benchmarks [NAME ...]`."""

import sys

from benchmarks import attribution, dates, filler, hostile, links, posting, reading, rescore, templates

ALL = {
    "attribution": attribution.main,
    "dates": dates.main,
    "filler": filler.main,
    "hostile": hostile.main,
    "links": links.main,
    "posting": posting.main,
    "reading": reading.main,
    "rescore": rescore.main,
    "templates": templates.main,
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all of them; 2 for an unknown name."""
    unknown = [name for name in names if name not in ALL]
    if unknown:
        print(f"no benchmark {unknown[0]!r}; there are {', '.join(ALL)}", file=sys.stderr)
        return 2
    for name in names or ALL:
        ALL[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
