"""What each part of a form.yaml may hold: the words of its reader and of its reference alike."""

from __future__ import annotations

from collections.abc import Iterator

from gendoc.checkkeys import BILINGUAL, CHECK, MENTIONS, SAYING, TOPIC
from gendoc.figure import FigureType
from gendoc.keys import Key, Part

TYPES = tuple(type_.value for type_ in FigureType)
FLAG = ("true", "false")
ENTERED = "entered"
"""What a line that totals do not add up says, where a report fills in their cells."""
MOST_IN_LINE = 6
"""Fields of a section that may stand side by side."""

_ALSO = "text, or a list", "Other wordings that published documents have; read, never printed."

_ENTERED = (
    Key("options", "a list of texts", "What may be chosen; with `type: choice` or `choices`."),
    Key("pattern", "a pattern", "What a text must look like, as a regular expression."),
    Key("example", "text", "A text that fits the pattern, shown where one does not."),
)

DECIMALS = Key(
    "decimals",
    "0 to 8",
    "How many decimals are printed; no more may be entered. Without it they are printed as "
    "entered, and what a formula gives has two. For `money`, `decimal` and `percent`.",
)

FORM = Part(
    "The form",
    "The top level of `form.yaml`.",
    (
        Key(
            "id",
            "a name",
            "The form's name in reports; also the name of its folder: letters, digits, `_`, `-`.",
            True,
        ),
        Key(
            "version",
            "numbers with dots",
            "The form's version. A first number other than 1 is to be named by its reports, as in "
            "`form: small@2`: it changes when keys do.",
            True,
        ),
        Key("name", "text", "What the form is called; shown by `gendoc forms`.", True),
        Key("basis", "text", "Where the form comes from: a law, a notice."),
        Key(
            "language",
            "`zh…` or `en…`",
            "The language of the documents, `zh-CN` without it: Chinese or English, with a region "
            "or without. `en-US` and `en-CA` have Letter paper and days as January 31, 2024.",
        ),
        Key("years", "a mapping", "The years of the reports that are made on it."),
        Key(
            "follows",
            "a form's id, or a list",
            "Forms at hand that this one took the place of; last year's report may be on one.",
        ),
        Key(
            "title",
            "text, or a list",
            "The printed title; a list gives the parts between which it may be broken over lines. "
            "It may name `organ`, `year` and the form's fields in double braces.",
            True,
        ),
        Key(
            "file_name",
            "text",
            "What the files are called, where that is not the title; may name what a title may.",
        ),
        Key(
            "also",
            "text, or a list",
            "Other names of the report in the titles of published documents; read, never printed.",
        ),
        Key(
            "numbering",
            "text",
            "How headings in prose are numbered: an example that holds a Chinese one or a `1`, "
            "such as `1.` or `(1)`. Without it they are not.",
        ),
        Key("fields", "a mapping of fields", "Fields of its own, besides organ and year."),
        Key("sections", "a list of sections", "The parts of a report, in printed order.", True),
        Key("tables", "a mapping of tables", "The tables, each under the id of its section."),
        Key("checks", "a list of checks", "What must hold."),
        Key("change", "a mapping", "The words of the filter `change`."),
        Key(
            "landscape",
            "true or false",
            "Whether the pages of the drafted Word template lie on their sides.",
            choices=FLAG,
        ),
    ),
)
YEARS = Part(
    "Years",
    "Below `years`.",
    (
        Key("from", "a year", "The first year."),
        Key("to", "a year", "The last year."),
    ),
)
FIELD = Part(
    "A field",
    "Each value below `fields`: a label, or a mapping with these keys. `organ` and `year`, which "
    "every report has, may stand there with the label that this form gives them.",
    (
        Key("label", "text", "What messages, the empty report and the documents call it.", True),
        Key("type", "a type", "What may be entered, `text` without it.", choices=TYPES),
        *_ENTERED,
        DECIMALS,
        Key("unit", "text", "Printed behind a number."),
        Key(
            "thousands",
            "true or false",
            "Prints a number with commas between thousands.",
            choices=FLAG,
        ),
        Key(
            "boxes",
            "true or false",
            "Prints an answer or a choice as boxes, one before each option: ■是 □否.",
            choices=FLAG,
        ),
        Key("required", "true or false", "Whether every report has it.", choices=FLAG),
        Key(
            "required_when",
            "a condition",
            'Where it holds, a report must have it: `required_when: kind == "Other"`. It names '
            "fields and the full keys of figures.",
        ),
        Key("empty_when", "a condition", "Where it holds, the field must be left empty."),
    ),
)
SECTION = Part(
    "A section",
    "Each item of `sections`.",
    (
        Key("id", "a name", "Its key in reports; for a table the id of the table.", True),
        Key("title", "text", "The printed heading."),
        Key("also", *_ALSO),
        Key("label", "text", "What messages call it, where it has no title."),
        Key(
            "kind",
            "text, table or fields",
            "Prose, a table, or fields of the form printed behind their labels.",
            True,
            ("text", "table", "fields"),
        ),
        Key("fields", "a list of fields", "The fields that a section of kind `fields` prints."),
        Key(
            "in_line",
            "true, false or a number",
            "Whether they stand side by side, or how many do; one below another without it.",
        ),
        Key(
            "boxed",
            "true or false",
            "Whether the Word template has them in a grid of labels and values, two pairs or as "
            "many as it says beside one another with `in_line`.",
            choices=FLAG,
        ),
        Key("required", "true or false", "Whether prose must be there.", choices=FLAG),
    ),
)
_SHARED = (
    Key("type", "a type", "The type of all figures whose row or column has none.", choices=TYPES),
    Key("unit", "text", "Their unit."),
    Key("corner", "text", "The cell above the row labels."),
    Key("columns", "a mapping of columns", "The columns; none for a table of labelled values."),
    Key("rows", "a mapping of rows", "The rows; none for a single row of figures."),
)
TABLE = Part(
    "A table",
    "Each value below `tables`.",
    (
        *_SHARED,
        DECIMALS,
        Key(
            "omitted",
            "0",
            "With it, columns that a row's mapping leaves out are 0; without it they are missing.",
            choices=("0",),
        ),
        Key(
            "units",
            "beside",
            "Prints each unit behind its figures; without it units are shown in messages only.",
            choices=("beside",),
        ),
        Key(
            "boxes",
            "true or false",
            "Prints answers and choices as boxes, one before each option.",
            choices=FLAG,
        ),
        Key(
            "thousands",
            "true or false",
            "Prints numbers with commas between thousands: `1,234,567.50`. They are entered and "
            "stand in prose without; lines with `total: false`, such as years, have none.",
            choices=FLAG,
        ),
        Key(
            "numbered",
            "text",
            "The head of a first column that numbers the rows, totals aside: `numbered: 序号`.",
        ),
        Key("blocks", "a list of blocks", "Runs of rows with columns of their own."),
        Key(
            "caption",
            "text",
            "The line above the table that names it: `表1 收入情况`. It may name what a title may.",
        ),
        Key(
            "above",
            "text, or a list of lines",
            "Lines between caption and table. A text stands at the right: `单位：万元`; a list of "
            "two or three texts at the left, in the middle and at the right. They may name what a "
            "title may.",
        ),
        Key(
            "below",
            "text, or a list of lines",
            "Lines below the table, in the same way; a text stands at the left.",
        ),
        Key(
            "landscape",
            "true or false",
            "Whether the drafted Word template puts it on a page that lies on its side; without it "
            "one that would not fit on an upright page is.",
            choices=FLAG,
        ),
    ),
)
BLOCK = Part(
    "A block",
    "Each item of `blocks`. Blocks of fewer columns share the width of the widest evenly.",
    (Key("heading", "text", "A cell across the whole table above the block."), *_SHARED),
)
_LINE = (
    Key("label", "text", "The printed text.", True),
    Key("also", *_ALSO),
    Key("type", "a type", "The type of its figures.", choices=TYPES),
    Key("unit", "text", "Their unit."),
    Key(
        "also_units",
        "a mapping of patterns to numbers",
        "Other units that published documents give its figures in, each with how many of their "
        "own unit it is: `{元: 0.0001, 亿元: 10000}`. Figures are converted when they are read.",
    ),
    DECIMALS,
    *_ENTERED,
    Key(
        "optional",
        "true or false",
        "Whether a report may leave its figures empty; for a group all that is below it.",
        choices=FLAG,
    ),
    Key(
        "empty_when",
        "a condition",
        "Where it holds, the figures must be empty or 0; else they are asked for. It names lines "
        "beside this one, keys of the table, full keys or fields: `empty_when: not media.has`.",
    ),
    Key(
        "required_when",
        "a condition",
        "Where it holds, the figures are asked for; elsewhere they may be left empty: "
        "`required_when: change > 10`.",
    ),
    Key(
        "total",
        "true, false or entered",
        "`false` for a line that totals do not add up, such as years; where a total crosses it the "
        "cell is empty, or with `entered` one that the report fills in, such as a median of all. "
        "Lines behind a total with `sum: all` are no part of it anyway. Lines of texts, answers, "
        "choices and days are never added up, percentages only with `true`.",
        choices=(*FLAG, ENTERED),
    ),
    Key(
        "in_key",
        "true or false",
        "`false` for a heading over lines that is no part of their figures' keys.",
        choices=FLAG,
    ),
    Key(
        "sum",
        "`all`, or a list of keys",
        "Makes the line a total: with `all` of everything entered beside it and before it (behind "
        "it where it stands first), else of the lines named.",
    ),
)
ROW = Part(
    "A row",
    "Each value below `rows`: a label, or a mapping with these keys. The row's own key may hold "
    "dots, which nest its figures: `talk.received`.",
    (
        *_LINE,
        Key("rows", "a mapping of rows", "The rows of a group."),
        Key("code", "text", "Its number or code, which a column with `prints: code` shows."),
        Key(
            "as_row",
            "true or false",
            "`true` for a group of rows, in a table with columns, that may be entered as one row.",
            choices=FLAG,
        ),
        Key(
            "formula",
            "an expression",
            "Works its figures out from other rows of the same column, full keys, fields, and any "
            "of these of last year behind `last.`: `received - closed`. Empty where 0 divides or "
            "something is not there. Without a `type` what a division gives is a `decimal`.",
        ),
        Key(
            "repeat",
            "true or false",
            "`true` where a report gives any number of rows of this kind, each under a key of its "
            "own, with its printed label as `name`.",
            choices=FLAG,
        ),
    ),
)
COLUMN = Part(
    "A column",
    "Each value below `columns`: a label, or a mapping with these keys.",
    (
        *_LINE,
        Key("columns", "a mapping of columns", "The columns of a group."),
        Key(
            "prints",
            "unit or code",
            "Makes it a column without figures, which prints the `unit` or the `code` of each row.",
            choices=("unit", "code"),
        ),
        Key(
            "formula",
            "an expression",
            "Works its figures out from other columns of the same row, full keys, fields, and any "
            "of these of last year behind `last.`: `100 * spent / budget`. Empty where 0 divides "
            "or something is not there. In a total's row it works on the totals. Without a `type` "
            "what a division gives is a `decimal`; `percent` is to be said.",
        ),
    ),
)
CHANGE = Part(
    "Words of change",
    "Below `change`.",
    (
        Key("up", "text", "Before a percentage that grew.", True),
        Key("down", "text", "Before one that fell.", True),
        Key("same", "text", "In place of one that did not change.", True),
    ),
)
PARTS = (
    FORM,
    YEARS,
    FIELD,
    SECTION,
    TABLE,
    BLOCK,
    ROW,
    COLUMN,
    CHECK,
    BILINGUAL,
    MENTIONS,
    TOPIC,
    SAYING,
    CHANGE,
)


def reference() -> str:
    """The reference of form.yaml as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Reference of form.yaml"
    yield ""
    yield "Made from the code that reads it. A star marks a key that must be there."
    for part in PARTS:
        yield from ("", f"## {part.title}", "", part.where, "")
        yield from ("| key | value | meaning |", "| --- | --- | --- |")
        for key in part.keys:
            name = f"`{key.name}`" + ("\\*" if key.required else "")
            yield f"| {name} | {key.value} | {key.meaning} |"
