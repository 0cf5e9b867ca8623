"""What each part of a form.yaml may hold: the words of its reader and of its reference alike."""

from __future__ import annotations

from collections.abc import Iterator

from gendoc.figure import FigureType
from gendoc.record import record


@record()
class Key:
    """A key of one part of a form.yaml."""

    name: str
    value: str
    """What stands behind it, in words."""
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()
    """All that may stand there, where that can be listed."""


@record()
class Part:
    """A mapping of a form.yaml with the keys that it may have."""

    title: str
    where: str
    keys: tuple[Key, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(key.name for key in self.keys)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(key.name for key in self.keys if key.required)

    def choices(self, name: str) -> tuple[str, ...]:
        """What may stand behind a key; () where anything may."""
        return next(key.choices for key in self.keys if key.name == name)


TYPES = tuple(type_.value for type_ in FigureType)
FLAG = ("true", "false")
SEVERITIES = ("error", "warning")

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
            "(`en-GB`) or without.",
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
        Key("in_line", "true or false", "Whether they stand in one line.", choices=FLAG),
        Key(
            "boxed",
            "true or false",
            "Whether the Word template has them in a grid of labels and values, two pairs beside "
            "one another with `in_line`.",
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
        "true or false",
        "`false` for a line that totals do not add up, such as years; where a total crosses it the "
        "cell is empty. Lines behind a total with `sum: all` are no part of it anyway. Lines of "
        "texts, answers, choices and days are never added up, percentages only with `true`.",
        choices=FLAG,
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
            "formula",
            "an expression",
            "Works its figures out from other columns of the same row, full keys, fields, and any "
            "of these of last year behind `last.`: `100 * spent / budget`. Empty where 0 divides "
            "or something is not there. In a total's row it works on the totals. Without a `type` "
            "what a division gives is a `decimal`; `percent` is to be said.",
        ),
    ),
)
CHECK = Part(
    "A check",
    "Each item of `checks`. It has exactly one of the keys "
    "`holds`, `differs`, `forbids`, `headings`, `demands`, `years` and `mentions`.",
    (
        Key("name", "a name", "By which it is told, waived and explained.", True),
        Key("label", "text, or `zh` and `en`", "What must hold, in words."),
        Key("basis", "text, or `zh` and `en`", "Where the rule comes from."),
        Key("bad", "text", "An example that breaks it, for `gendoc explain`."),
        Key("good", "text", "The same put right."),
        Key("severity", "error or warning", "`error` without it.", choices=SEVERITIES),
        Key("holds", "a comparison", "A relation between figures."),
        Key(
            "table",
            "a table's id",
            "The table whose rows and columns `holds` may name by short names.",
        ),
        Key(
            "for_each",
            "row, column or figure",
            "Checks each entered row (names are columns), each column (names are rows), or each "
            "number by itself (its name is `value`).",
            choices=("row", "column", "figure"),
        ),
        Key("differs", "a list of sections", "Prose that must not be last year's again."),
        Key("limit", "0 to 100", "The percentage up to which `differs` is silent; 50 without it."),
        Key("forbids", "a list of patterns", "Wording that must not be there."),
        Key("headings", "a list of patterns", "Headings that a section must have."),
        Key("demands", "a list of patterns", "Words of which a section must have some."),
        Key(
            "years",
            "a list of patterns",
            "Where no earlier year may stand; the first group of each is the year.",
        ),
        Key("unless", "a list of patterns", "Sentences in which `years` does not look."),
        Key("mentions", "a mapping", "The words by which prose names figures; see below."),
        Key("within", "a list of sections", "Where wording is looked for; all prose without it."),
        Key(
            "when",
            "a mapping, or a condition",
            "Checks only reports whose field has one of the values; or only where the condition "
            "holds, over the names that `holds` may have. Prose is looked at where it holds in any "
            "row or column.",
        ),
    ),
)
BILINGUAL = Part(
    "A text in two languages",
    "In place of a text.",
    (Key("zh", "text", "In Chinese.", True), Key("en", "text", "In English.", True)),
)
_WORDS = (
    Key("filler", "a pattern", "Words without meaning of their own: 共, 的, 情况."),
    Key("join", "a pattern", "Words that join two topics or words of one: 和."),
    Key("each", "a pattern", "Says that a number is that of each topic joined: 各."),
    Key("respectively", "a pattern", "Says that a list of numbers follows a list of words: 分别."),
    Key("about", "a pattern", "Makes the number behind it a rough one: 约."),
    Key("more", "a pattern", "Makes the number before it a rough one: 余."),
    Key("none", "a pattern", "Says that there were none of what follows: 没有."),
    Key("own", "a pattern", "The body that reports, as a whole: 我局."),
    Key("whole", "a pattern", "A place as a whole: 全县. Not in the report of one of its bodies."),
    Key("scope", "a pattern", "A part or another body, whose numbers are left alone: 本级."),
    Key("office", "a pattern", "The end of a body's name that short forms of it leave out."),
    Key("now", "a pattern", "The year of the report: 今年."),
    Key("past", "a pattern", "Another year, whose numbers are left alone: 去年."),
    Key("since", "a pattern", "Compares with last year: 同比."),
    Key("up", "a pattern", "Says that the number before it is larger: 增长."),
    Key("down", "a pattern", "Says that it is smaller: 下降."),
    Key("share", "a pattern", "Says that a percentage is a share of another figure: 占."),
    Key("ignore", "a pattern", "What is passed over altogether: titles of documents."),
)
MENTION_WORDS = tuple(key.name for key in _WORDS)
MENTIONS = Part(
    "Words for figures",
    "Below `mentions` of a check. Numbers in prose are compared with the figures that the words "
    "beside them name, where every word between the two is known.",
    (Key("topics", "a list of topics", "What prose gives numbers of.", True), *_WORDS),
)
TOPIC = Part(
    "A topic",
    "Each item of `topics`; where two patterns fit, the first counts.",
    (
        Key("about", "a pattern", "The words that name it.", True),
        Key(
            "units",
            "a mapping of patterns to numbers",
            "The units of its numbers, each with how many of the figures' own units it is.",
        ),
        Key("means", "an expression, or a list", "The figures that a number beside it may be."),
        Key(
            "says",
            "a list",
            "The words that name its figures. A topic that means nothing ends the one before it.",
        ),
    ),
)
SAYING = Part(
    "A saying",
    "Each item of `says`.",
    (
        Key("words", "a pattern", "The words beside the number.", True),
        Key("means", "an expression, or a list", "The figures that it may be, any of them.", True),
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
KINDS = ("holds", "differs", "forbids", "headings", "demands", "years", "mentions")
"""Of these keys a check has exactly one."""


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
