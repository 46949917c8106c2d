"""The errors that this house raises have one base."""


class AssayError(Exception):
    """Something that Assay refuses or cannot do; the message names what is at fault, for people to read."""
