"""Where the frameworks that the checks are mapped to can be read."""

import re

# The beginning of an entry of "Maps to", what the framework is called, and its address.
FRAMEWORKS = (
    ("W3C CredWeb", "Credibility Signals, W3C Credible Web Community Group", "https://credweb.org/signals-beta/"),
    ("JTI", "Journalism Trust Initiative, CEN CWA 17493:2019", "https://jti-app.com/footer/cwa"),
    (
        "PASTEL",
        "Leite et al., Weakly Supervised Veracity Classification with LLM-Predicted Credibility Signals",
        "https://arxiv.org/abs/2309.07601",
    ),
    (
        "NewsGuard",
        "NewsGuard, rating process and criteria",
        "https://www.newsguardtech.com/ratings/rating-process-criteria/",
    ),
    ("Trust Project", "The Trust Project, Trust Indicators", "https://thetrustproject.org/trust-indicators/"),
    (
        "WP Signs of AI writing",
        "Wikipedia, Signs of AI writing",
        "https://en.wikipedia.org/wiki/Wikipedia:Signs_of_AI_writing",
    ),
    (
        "Wikipedia's signs of AI writing",
        "Wikipedia, Signs of AI writing",
        "https://en.wikipedia.org/wiki/Wikipedia:Signs_of_AI_writing",
    ),
    (
        'Wikipedia "Signs of AI writing"',
        "Wikipedia, Signs of AI writing",
        "https://en.wikipedia.org/wiki/Wikipedia:Signs_of_AI_writing",
    ),
    (
        "Wikipedia's list of weasel words",
        "Wikipedia, Words to watch",
        "https://en.wikipedia.org/wiki/Wikipedia:Manual_of_Style/Words_to_watch",
    ),
    (
        "Wikimedia reference need",
        "Redi et al., Citation Needed: a taxonomy and algorithmic assessment of Wikipedia's verifiability",
        "https://arxiv.org/abs/1902.11116",
    ),
    ("schema.org datePublished", "schema.org, datePublished", "https://schema.org/datePublished"),
    ("schema.org dateModified", "schema.org, dateModified", "https://schema.org/dateModified"),
    (
        "Gopher",
        "Rae et al., Scaling Language Models (repetition filters)",
        "https://arxiv.org/abs/2112.11446",
    ),
    ("ISO 2108", "ISO 2108 (ISBN); ISO 3297 (ISSN)", "https://www.iso.org/standard/65483.html"),
    (
        "CredCo",
        "Zhang et al., A Structured Response to Misinformation: Defining and Annotating Credibility Indicators",
        "https://doi.org/10.1145/3184558.3188731",
    ),
    ("IABot", "InternetArchiveBot", "https://meta.wikimedia.org/wiki/InternetArchiveBot"),
)  # fmt: skip
_NONE = ("none", "a note to whoever submits")
_ARXIV = re.compile(r"arXiv (\d{4}\.\d{5})")


def linked(maps: str) -> str:
    """The entries of "Maps to" as a list with links; entries of a framework without a public address stand as they are."""
    entries = [" ".join(entry.split()) for entry in maps.rstrip(".").split(";")]
    if all(entry in _NONE for entry in entries):
        return "None: no public framework names this fault."
    return "\n".join(f"- {_entry(entry)}" for entry in entries if entry)


def _entry(entry: str) -> str:
    if found := _ARXIV.match(entry):
        return f"{entry}: <https://arxiv.org/abs/{found[1]}>"
    for begins, name, address in FRAMEWORKS:
        if entry.startswith(begins):
            return f"{entry}: [{name}]({address})"
    return entry
