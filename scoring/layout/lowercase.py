"""Lower case that keeps every offset."""


def lower(text: str) -> str:
    """`text` in lower case with the same length; the few letters that would grow (İ) stay as they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
