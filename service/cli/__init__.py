"""The command line: `assay`, one file for each command, its work imported only when it is called."""


def main() -> None:
    """Run `assay`."""
    from service.cli.commands import app

    app()
