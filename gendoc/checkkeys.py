"""What the checks of a form.yaml may hold."""

from __future__ import annotations

from gendoc.keys import Key, Part

SEVERITIES = ("error", "warning")

CHECK = Part(
    "A check",
    "Each item of `checks`. It has exactly one of the keys "
    "`holds`, `differs`, `forbids`, `headings`, `demands`, `years`, `mentions`, `same_rows` and "
    "`rows_among`.",
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
        Key(
            "same_rows",
            "a list of repeated rows",
            "Repeated rows, by their full keys, that have the same keys and names in each table: "
            "`[requests.unit, costs.unit]`. The first is what the others are compared with.",
        ),
        Key(
            "rows_among",
            "a list of repeated rows",
            "The same for tables that have only some of the rows of the first.",
        ),
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
KINDS = (
    "holds",
    "differs",
    "forbids",
    "headings",
    "demands",
    "years",
    "mentions",
    "same_rows",
    "rows_among",
)
"""Of these keys a check has exactly one."""
