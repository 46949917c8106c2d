"""Archives that newsrooms have at hand (WordPress, Ghost, ninjs), read as submissions one by one."""

from service.cli.archives.records import Item, LeftOut, Readable

__all__ = ["Item", "LeftOut", "Readable"]
