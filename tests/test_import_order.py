"""Rows and columns in another order than the form's are read by their labels, or not at all."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from helpers import project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paper import Cell, Paper, Sheet, as_docx, as_flat, as_html
from test_import import told
from test_import_roundtrip import PHASES

from gendoc.form import Form
from gendoc.importing import Imported, published
from gendoc.project import find_form
