"""gendoc: statutory reports from YAML, checked and rendered to Word and plain text."""

__version__ = "0.1.0"
