"""The catalogue of what gendoc says, in Chinese and English."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from gendoc.problem import Bilingual

Language = Literal["zh", "en"]


class Words(NamedTuple):
    """One message in both languages, and below each the way to mend what it tells."""

    zh: str
    en: str
    zh_help: str = ""
    en_help: str = ""


def detect(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language asked for by `--lang`, `GENDOC_LANG` or the locale, in that order."""
    asked = [environment.get("GENDOC_LANG", "")]
    for index, argument in enumerate(arguments):
        if argument == "--lang":
            asked.insert(0, arguments[index + 1] if index + 1 < len(arguments) else "")
        elif argument.startswith("--lang="):
            asked.insert(0, argument.removeprefix("--lang="))
    for word in (
        *asked,
        *(environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")),
    ):
        if word:
            return "zh" if word.lower().startswith("zh") else "en"
    system = locale.getlocale()[0] if os.name == "nt" else None
    return "zh" if system and system.lower().startswith(("zh", "chinese")) else "en"


def say(message: str, language: Language, **values: object) -> str:
    """A message in a language, its values filled in."""
    words = find(message)
    return _fill(words.zh if language == "zh" else words.en, language, values)


def advise(message: str, language: Language, **values: object) -> str:
    """How to mend what a message tells, or an empty string."""
    words = find(message)
    return _fill(words.zh_help if language == "zh" else words.en_help, language, values)


def in_both(message: str, **values: object) -> Bilingual:
    """A message in both languages, as a part of others."""
    return Bilingual(say(message, "zh", **values), say(message, "en", **values))


def source_of(basis: Bilingual) -> Bilingual:
    """Where a rule comes from, as help ends with it; nothing where the form does not say."""
    zh, en = basis
    return Bilingual(f"依据：{zh}" if zh else "", f" Source: {en}" if en else "")


def find(message: str) -> Words:
    """The words of a message; a variant `name/detail` without words of its own has its name's."""
    return CATALOGUE.get(message) or CATALOGUE[message.split("/", 1)[0]]


def _fill(words: str, language: Language, values: Mapping[str, object]) -> str:
    shown = {
        key: value.to(language) if isinstance(value, Bilingual) else str(value)
        for key, value in values.items()
    }
    return words.format_map(shown)


CATALOGUE: dict[str, Words] = {
    # -- reading a file ---------------------------------------------------------------------
    "cannot-read": Words(
        "无法读取这个文件：{reason}。",
        "This file cannot be read: {reason}.",
        "检查路径是否存在、是否有读取权限。",
        "Check that the path exists and that you may read it.",
    ),
    "cannot-read/ENOENT": Words(
        "没有这个文件或文件夹。",
        "There is no such file or folder.",
        "检查路径是否写对；文件也可能刚被移走或改名。",
        "Check the path; the file may also have been moved or renamed just now.",
    ),
    "cannot-read/EISDIR": Words(
        "这是一个文件夹，不是文件。",
        "This is a folder, not a file.",
        "写明里面的文件；文件夹的名称不要以 .yaml 结尾。",
        "Name a file inside it, and let no folder's name end in .yaml.",
    ),
    "cannot-read/no-file": Words(
        "这是一个设备或管道，不是文件。",
        "This is a device or a pipe, not a file.",
        "把报告存成普通的 .yaml 文件。",
        "Save the report as an ordinary .yaml file.",
    ),
    "cannot-read/EACCES": Words(
        "没有读取这个文件的权限，或别的程序正占用它。",
        "You may not read this file, or another program holds it.",
        "关闭打开它的程序，或请管理员给予读取权限。",
        "Close the program that has it open, or ask for the right to read it.",
    ),
    "cannot-read/ELOOP": Words(
        "这个链接绕回了自己，找不到文件。",
        "This link leads back to itself; there is no file behind it.",
        "删除这个链接，把文件本身放在这里。",
        "Remove the link and put the file itself here.",
    ),
    "cannot-read/ENAMETOOLONG": Words(
        "路径太长，系统不接受。",
        "The path is longer than the system takes.",
        "缩短文件夹或文件的名称。",
        "Shorten the names of the folders or of the file.",
    ),
    "file-too-large": Words(
        "文件超过 {limit} MiB，不像一份报告。",
        "The file is larger than {limit} MiB; no report is.",
        "检查是否选错了文件。",
        "Check that this is the file you meant.",
    ),
    "wrong-encoding": Words(
        "文件不是 UTF-8 编码，看起来是 {encoding}。",
        "The file is not UTF-8; it looks like {encoding}.",
        "在编辑器里打开，看汉字是否正确，再选“另存为”，编码选 UTF-8；或者运行：{command}",
        "Open it in an editor, see that it is legible, and save it as UTF-8; or run: {command}",
    ),
    "wrong-encoding/no-text": Words(
        "这不是文本文件，可能是 Word、WPS、表格、图片或压缩文件。",
        "This is not a text file; it may be a Word file, a sheet, a picture or an archive.",
        "报告写在 UTF-8 的文本文件里；用 gendoc new 生成一份，再填上内容。",
        "A report is a text file in UTF-8; make one with gendoc new and fill it in.",
    ),
    "wrong-encoding/damaged": Words(
        "前面的内容是 UTF-8 编码，从这里起却读不出来。",
        "The text up to here is UTF-8, but from here on it cannot be read.",
        "多半是粘贴了别的编码的文字，或文件没有存完整；改正这一处，再存为 UTF-8。",
        "It was pasted from another encoding or cut short; mend it here and save it as UTF-8.",
    ),
    "empty-file": Words(
        "文件里没有内容。",
        "The file holds nothing.",
        "用 gendoc new 生成一份待填的报告。",
        "Make an empty report with gendoc new.",
    ),
    "empty-file/form": Words(
        "文件里没有内容。",
        "The file holds nothing.",
        "写上 id、version、name、title、sections，见 docs/making-a-form.md。",
        "Write id, version, name, title and sections; see docs/making-a-form.md.",
    ),
    "control-character": Words(
        "这里有一个看不见的控制字符 {code}，文档里不能有它。",
        "There is an invisible control character {code} here, which no document may hold.",
        "删除它；多半是从网页或 Word 粘贴时带进来的。",
        "Delete it; it usually comes along when text is pasted.",
    ),
    "tab-indent": Words(
        "行首缩进用了制表符（Tab），YAML 只认空格。",
        "This line is indented with a tab; YAML takes spaces only.",
        "把 Tab 换成空格，与上下行对齐。",
        "Replace the tab with spaces, in line with its neighbours.",
    ),
    "yaml-syntax": Words(
        "YAML 写法有误（{detail}）。",
        "This is not valid YAML ({detail}).",
        "检查这一行和上一行的缩进、冒号后的空格、引号和括号是否成对。",
        "Check the indent, the space after the colon, and that quotes and brackets are closed.",
    ),
    "yaml-syntax/mapping values are not allowed in this context": Words(
        "这里不该再出现“: ”（冒号加空格）。",
        "Another “: ” is not allowed here.",
        "文字里有英文冒号时，整段用引号括起来；或检查上一行的缩进。",
        "Quote a text that holds a colon, or check the indent of the line above.",
    ),
    "yaml-syntax/did not find expected key": Words(
        "这一行的缩进与上下不齐，或值的后面多了内容。",
        "This line is not in line with its neighbours, or something follows a value.",
        "与同级的键左对齐；文字以引号、* 或 & 开头时整段加引号。",
        "Align it with the keys of its level; quote a text that begins with a quote, * or &.",
    ),
    "yaml-syntax/could not find expected ':'": Words(
        "这里少了一个冒号。",
        "A colon is missing here.",
        "键的后面写英文冒号和一个空格；多行文字的各行要比键缩进得多。",
        "Write a colon and a space after a key; indent the lines of a text more than its key.",
    ),
    "yaml-syntax/did not find expected ',' or ']'": Words(
        "方括号里少了逗号，或者没有用 ] 收尾（第 {opened} 行开始）。",
        "A comma or the closing ] is missing (the list begins in line {opened}).",
        "用英文逗号隔开各数，例如 [64, 0, 0, 0, 0, 0]。",
        "Separate the numbers with commas, as in [64, 0, 0, 0, 0, 0].",
    ),
    "yaml-syntax/did not find expected ',' or '}'": Words(
        "花括号里少了逗号，或者没有用 }} 收尾（第 {opened} 行开始）。",
        "A comma or the closing }} is missing (the mapping begins in line {opened}).",
        "写成 {{issued: 2, repealed: 13}} 的样子。",
        "Write it like {{issued: 2, repealed: 13}}.",
    ),
    "yaml-syntax/behind-quote": Words(
        "引号的后面还有文字。",
        "Something follows the closing quote.",
        "整段再加一层引号，例如 '\"其他\" in channels'。",
        "Quote the whole with the other kind, as in '\"Other\" in channels'.",
    ),
    "yaml-syntax/found unexpected end of stream": Words(
        "引号没有成对：第 {opened} 行开始的引号直到文件结束也没有关上。",
        "A quote is not closed: it was opened in line {opened}.",
        "在文字末尾补上引号。",
        "Close the quote at the end of the text.",
    ),
    "yaml-syntax/did not find expected alphabetic or numeric character": Words(
        "文字不能以 * 或 & 开头。",
        "A text cannot begin with * or &.",
        "把整段文字用引号括起来。",
        "Put the text in quotes.",
    ),
    "yaml-syntax/did not find expected node content": Words(
        "这里少了一个值。",
        "A value is missing here.",
        "两个逗号之间要有数；没有的写 0。",
        "Write a number between two commas; 0 where there is none.",
    ),
    "yaml-syntax/did not find expected '-' indicator": Words(
        "这一行应当以“- ”开头，或与上下对齐。",
        "This line should begin with “- ”, or be in line with its neighbours.",
        "用半角减号加空格，与同级各项左对齐。",
        "Write a plain hyphen and a space, aligned with the other items.",
    ),
    "yaml-syntax/found character that cannot start any token": Words(
        "值不能以这个字符开头。",
        "A value cannot begin with this character.",
        "把整段文字用引号括起来。",
        "Put the text in quotes.",
    ),
    "braces-unquoted": Words(
        "以 {{{{ 开头的文字必须用引号括起来，否则 YAML 把花括号当作自己的写法。",
        "A text that begins with {{{{ must be quoted, or YAML takes the braces for its own.",
        '整段加引号，例如 "{{{{ year }}}}年"，或用 | 另起一行书写。',
        'Quote all of it, as in "{{{{ year }}}} report", or put the text below a |.',
    ),
    "full-width-colon": Words(
        "键的后面要用英文冒号“:”和一个空格，这里少了空格，或者用的是全角冒号、特殊空格。",
        "A key is followed by a plain colon and a space; one is missing here, or not a plain one.",
        "改成英文冒号加空格，例如 year: 2024。",
        "Write a plain colon and a space, as in year: 2024.",
    ),
    "several-documents": Words(
        "一个文件里有不止一份 YAML 文档（这里又出现了 ---）。",
        "The file holds more than one YAML document (another --- stands here).",
        "每份报告单独存成一个文件。",
        "Keep each report in a file of its own.",
    ),
    "too-deep": Words(
        "嵌套超过 {limit} 层。",
        "Nested deeper than {limit} levels.",
        "检查括号是否写多了。",
        "Check for stray brackets.",
    ),
    "too-many-values": Words(
        "引用（*）展开后超过 {limit} 个值。",
        "More than {limit} values once its aliases (*) are written out.",
        "去掉层层引用的锚点（&）。",
        "Remove the anchors (&) that refer to one another.",
    ),
    "too-many-values/plain": Words(
        "文件里的值超过 {limit} 个，不像一份报告。",
        "The file holds more than {limit} values; no report does.",
        "检查是否选错了文件。",
        "Check that this is the file you meant.",
    ),
    "more-problems": Words(
        "这个文件的问题超过 {limit} 个，其余不再列出。",
        "This file has more than {limit} problems; the rest is not listed.",
        "先改正列出的，再检查一遍。",
        "Mend those that are listed, then check again.",
    ),
    "unknown-alias": Words(
        "引用了没有定义的锚点 *{found}。",
        "The alias *{found} has no anchor.",
        "文字以 * 开头时加引号；否则先用 &{found} 定义。",
        "Quote a text that begins with *, or define &{found} before it.",
    ),
    "alias-of-itself": Words(
        "锚点 &{found} 引用了它自己。",
        "The anchor &{found} refers to itself.",
        "去掉这个引用。",
        "Remove the alias.",
    ),
    "yaml-tag": Words(
        "这里不用写类型标记 {found}。",
        "The tag {found} has no meaning here.",
        "去掉它；文字以 ! 开头时加引号。",
        "Remove it, or quote a text that begins with !.",
    ),
    "key-not-text": Words(
        "键必须是一个名称，不能是列表，也不能是“键: 值”。",
        "A key must be a name, not a list or a mapping.",
        "检查括号和问号。",
        "Check the brackets and question marks.",
    ),
    "duplicate-key": Words(
        "“{found}”写了两次，第 {line} 行已经有了。",
        "“{found}” is written twice; line {line} has it already.",
        "只留一处。",
        "Keep one of the two.",
    ),
    # -- what a report holds ----------------------------------------------------------------
    "unknown-form": Words(
        "没有名为“{found}”的格式，是不是“{likely}”？",
        "There is no form “{found}”. Did you mean “{likely}”?",
        "gendoc forms 列出全部格式。",
        "gendoc forms lists them all.",
    ),
    "unknown-form/unknown": Words(
        "没有名为“{found}”的格式。",
        "There is no form “{found}”.",
        "可用的有：{known}。",
        "These are at hand: {known}.",
    ),
    "form-version": Words(
        "报告按格式 {form} 第 {found} 版编写，现在的格式是 {version}。",
        "The report was written for version {found} of {form}, which is now {version}.",
        "对照现在的格式改好各键，再写 form: {reference}；"
        "已经公布的报告留给原来的格式，新格式另起一个名称。",
        "Bring its keys in line with the form and write form: {reference}; or leave the form to "
        "the reports that are made on it, and give the new one an id of its own.",
    ),
    "unknown-key": Words(
        "不认识“{found}”，是不是“{likely}”？",
        "Unknown key “{found}”. Did you mean “{likely}”?",
        "改成“{likely}”。",
        "Write “{likely}”.",
    ),
    "unknown-key/unknown": Words(
        "不认识“{found}”。",
        "Unknown key “{found}”.",
        "这里可以写：{known}。",
        "What may stand here: {known}.",
    ),
    "unknown-key/colon": Words(
        "“{found}”里的冒号后面少一个空格，或者用了全角冒号。",
        "The colon in “{found}” lacks a space behind it, or is a full-width one.",
        "写成 issued: 1 的样子，冒号用半角，后面空一格。",
        "Write it like issued: 1, with a plain colon and a space.",
    ),
    "unknown-key/comma": Words(
        "“{found}”不是键；花括号里的逗号把它与前面的文字分开了。",
        "“{found}” is no key; a comma inside the braces parts it from the text before it.",
        "有逗号的文字整段加引号；几个值写在方括号里：[甲, 乙]。",
        "Quote a text that holds a comma; put several values in brackets: [a, b].",
    ),
    "unknown-key/digits": Words(
        "“{found}”不是键；数字里的逗号会把一个数拆成两个。",
        "“{found}” is no key; a comma inside a number splits it in two.",
        "去掉数字里的逗号。",
        "Remove the comma from the number.",
    ),
    "missing-key": Words(
        "缺少“{found}”（{label}）。",
        "“{found}” is missing ({label}).",
        "补上 {found}: …",
        "Add {found}: …",
    ),
    "missing-key/bare": Words(
        "缺少“{found}”。",
        "“{found}” is missing.",
        "补上 {found}: …",
        "Add {found}: …",
    ),
    "not-filled-in": Words(
        "“{label}”还没有填。",
        "“{label}” is not filled in.",
        "填上内容；没有发生的填 0。",
        "Fill it in; write 0 where there was none.",
    ),
    "not-filled-in/rows": Words(
        "“{label}”还没有填。",
        "“{label}” is not filled in.",
        "每行写一个键；一行也没有的，在它下面写 {rows}。",
        "Give each row a key; where there is none, write {rows} below it.",
    ),
    "not-filled-in/text": Words(
        "“{label}”还没有填。",
        "“{label}” is not filled in.",
        "写上内容；确实没有的写一句说明。",
        "Write it; where there is nothing to say, say so.",
    ),
    "not-filled-in/yes-no": Words(
        "“{label}”还没有填。", "“{label}” is not filled in.", "写 是 或 否。", "Write yes or no."
    ),
    "not-filled-in/date": Words(
        "“{label}”还没有填。",
        "“{label}” is not filled in.",
        "写成 年-月-日，例如 2024-01-31。",
        "Write a day such as 2024-01-31.",
    ),
    "not-filled-in/choice": Words(
        "“{label}”还没有填。",
        "“{label}” is not filled in.",
        "写其中一项：{known}。",
        "Write one of these: {known}.",
    ),
    "not-filled-in/choices": Words(
        "“{label}”还没有填。",
        "“{label}” is not filled in.",
        "写成列表，一项也没有的写 []：{known}。",
        "Write a list of these, [] for none: {known}.",
    ),
    "not-filled-in/paragraph": Words(
        "“{label}”里还留着一个“~”。",
        "A “~” is left in “{label}”.",
        "写上这一段；下面的文字改写好了，就删去这一行。",
        "Write this paragraph, or delete the line once the text below it is rewritten.",
    ),
    "not-filled-in/many": Words(
        "“{table}”的表还有 {count} 处没有填，第一处是“{label}”。",
        "The table of “{table}” has {count} figures to fill in, the first is “{label}”.",
        "把 ~ 改成数字；没有发生的填 0，整行为零的写一个 0。",
        "Put numbers for ~; write 0 where there was none, a single 0 for a row of zeros.",
    ),
    "missing-figure": Words(
        "缺少“{label}”的数字（{key}）。",
        "The figure “{label}” is missing ({key}).",
        "补上 {key}；没有发生的填 0。",
        "Add {key}; write 0 where there was none.",
    ),
    "missing-figure/rows": Words(
        "缺少“{label}”的数字（{key}）。",
        "The figures of “{label}” are missing ({key}).",
        "补上 {key}，每行一个键；一行也没有的，在它下面写 {rows}。",
        "Add {key}, each row under a key of its own; where there is none, write {rows} below it.",
    ),
    "wrong-type": Words("“{label}”的值不对。", "“{label}” has the wrong kind of value.", "", ""),
    "wrong-type/count": Words(
        "“{label}”应当是一个非负整数，这里写的是“{found}”。",
        "“{label}” must be a whole number, not “{found}”.",
        "只写数字，例如 126；单位和说明写到 remarks 里。",
        "Write digits only, such as 126; units and remarks go into remarks.",
    ),
    "wrong-type/integer": Words(
        "“{label}”应当是一个整数，这里写的是“{found}”。",
        "“{label}” must be a whole number, not “{found}”.",
        "只写数字，例如 3 或 -3。",
        "Write digits only, such as 3 or -3.",
    ),
    "wrong-type/money": Words(
        "“{label}”应当是一个金额，这里写的是“{found}”。",
        "“{label}” must be an amount, not “{found}”.",
        "只写数字，例如 9878 或 59237.2449，不写单位。",
        "Write digits only, such as 9878 or 59237.2449, without a unit.",
    ),
    "wrong-type/percent": Words(
        "“{label}”应当是一个百分数，这里写的是“{found}”。",
        "“{label}” must be a percentage, not “{found}”.",
        "只写数字，不写百分号，例如 45.3。",
        "Write digits only, without a sign, such as 45.3.",
    ),
    "wrong-type/url": Words(
        "“{label}”应当是一个网址，这里写的是“{found}”。",
        "“{label}” must be the address of a web page, not “{found}”.",
        "从 http:// 或 https:// 写起，例如 https://www.example.gov.cn。",
        "Begin it with http:// or https://, as in https://www.example.org.",
    ),
    "wrong-type/date": Words(
        "“{label}”应当是一个日期，这里写的是“{found}”。",
        "“{label}” must be a day, not “{found}”.",
        "写成 2024-01-31 的样子，月和日各两位。",
        "Write it like 2024-01-31, month and day with two digits.",
    ),
    "wrong-type/entities": Words(
        "“{label}”下面每行一个名称，这里写的是“{found}”。",
        "“{label}” has a row under each key, not “{found}”.",
        "给每一行起一个键，键下写 name 和各列；一行也没有的写 {{}}。",
        "Give each row a key, with its name and columns below; write {{}} if there is none.",
    ),
    "wrong-type/rows": Words(
        "“{label}”的行数不定，只写一个 0，分不出是没有行，还是忘了写。",
        "“{label}” has any number of rows: a single 0 does not say that there are none.",
        "每行写一个键；一行也没有的，在它下面写 {rows}。",
        "Give each row a key; where there is none, write {rows} below it.",
    ),
    "wrong-type/yes-no": Words(
        "“{label}”应当是“是”或“否”，这里写的是“{found}”。",
        "“{label}” must be yes or no, not “{found}”.",
        "写 是 或 否。",
        "Write yes or no.",
    ),
    "wrong-type/text": Words(
        "“{label}”应当是一段文字，这里是列表或“键: 值”。",
        "“{label}” must be a text, not a list or a mapping.",
        "文字里有“: ”时整段用引号括起来。",
        "Quote a text that holds “: ”.",
    ),
    "wrong-type/mapping": Words(
        "“{label}”的下面应当是“键: 值”。",
        "Under “{label}” there must be “key: value” pairs.",
        "每行写一个键、一个冒号、一个空格和它的值。",
        "Write a key, a colon, a space and its value on each line.",
    ),
    "bare-number": Words(
        "“{label}”是正文，这里只写了一个数（{found}）。",
        "“{label}” is prose, but there is only a number ({found}).",
        "写一句话；没有的写明没有。",
        "Write a sentence; where there is nothing, say so.",
    ),
    "wrong-type/row": Words(
        "“{label}”是一行数字，这里写的是“{found}”。",
        "“{label}” is a row of figures, not “{found}”.",
        "写成 [1, 0, …]，或写成 {{列: 数}}；全为零时写一个 0。",
        "Write a list [1, 0, …], a mapping {{column: number}}, or 0 if all are zero.",
    ),
    "wrong-type/group": Words(
        "“{label}”下面还有分项，这里写的是“{found}”。",
        "“{label}” has parts below it, not “{found}”.",
        "逐项填写；全为零时写 0。",
        "Fill in each part, or write 0 if all are zero.",
    ),
    "wrong-length": Words(
        "“{label}”有 {found} 个数，应当是 {expected} 个。",
        "“{label}” has {found} numbers; it needs {expected}.",
        "依次为：{columns}（合计不写）。",
        "In this order: {columns} (totals are left out).",
    ),
    "wrong-length/comma": Words(
        "“{label}”的各数之间要用半角逗号隔开，应当有 {expected} 个。",
        "The numbers of “{label}” are separated by plain commas; it needs {expected}.",
        "依次为：{columns}，例如 [1, 0, 0]。",
        "In this order: {columns}, as in [1, 0, 0].",
    ),
    "wrong-length/separator": Words(
        "“{label}”有 {found} 个数，应当是 {expected} 个；数字里的逗号会把一个数拆成两个。",
        "“{label}” has {found} numbers and needs {expected}; a comma inside a number splits it.",
        "去掉数字里的逗号。依次为：{columns}。",
        "Remove the commas inside numbers. In this order: {columns}.",
    ),
    "wrong-length/name": Words(
        "“{label}”有 {found} 项，应当是 {expected} 项；列表里不写名称。",
        "“{label}” has {found} items; it needs {expected}, without its name.",
        "去掉名称，或写成 {{name: 名称, 列: 数字, …}}。依次为：{columns}。",
        "Leave the name out, or write {{name: …, column: …}}. In this order: {columns}.",
    ),
    "wrong-choice": Words(
        "“{label}”不能是“{found}”。",
        "“{label}” cannot be “{found}”.",
        "可选：{likely}。",
        "Choose one of: {likely}.",
    ),
    "wrong-pattern": Words(
        "“{label}”的写法不对：“{found}”。",
        "“{label}” is not written as it should be: “{found}”.",
        "写成 {example} 的样子。",
        "Write it like {example}.",
    ),
    "wrong-pattern/no-example": Words(
        "“{label}”的写法不对：“{found}”。",
        "“{label}” is not written as it should be: “{found}”.",
        "对照格式的要求改正。",
        "See what the form asks for.",
    ),
    "missing-key/when": Words(
        "缺少“{found}”（{label}）：{when} 时必填。",
        "“{found}” is missing ({label}): it is required when {when}.",
        "补上 {found}: …，或改正它所依据的那一项。",
        "Add {found}: …, or correct what that depends on.",
    ),
    "missing-figure/when": Words(
        "缺少“{label}”（{key}）：{when} 时必填。",
        "“{label}” is missing ({key}): it is required when {when}.",
        "补上 {key}，或改正它所依据的那一项。",
        "Add {key}, or correct what that depends on.",
    ),
    "not-filled-in/when": Words(
        "“{label}”还没有填：{when} 时必填。",
        "“{label}” is not filled in: it is required when {when}.",
        "填上内容，或改正它所依据的那一项。",
        "Fill it in, or correct what that depends on.",
    ),
    "must-be-empty": Words(
        "“{label}”在这里应当留空（{when}）。",
        "“{label}” must be left empty here ({when}).",
        "删去它，或改正它所依据的那一项。",
        "Remove it, or correct what that depends on.",
    ),
    "wrong-year": Words(
        "年份“{found}”不对。",
        "“{found}” is no year.",
        "写四位数字，例如 2024。",
        "Write four digits, such as 2024.",
    ),
    "wrong-year/form": Words(
        "格式 {form} 不用于 {found} 年的报告（适用 {first}–{last}）。",
        "The form {form} is not for reports of {found} (but {first}–{last}).",
        "检查年份，或换用那一年的格式。",
        "Check the year, or take the form of that year.",
    ),
    "ambiguous-number": Words(
        "“{label}”写作“{found}”，YAML 的各种程序会把它读成不同的数。",
        "“{label}” is written “{found}”, which programs read as different numbers.",
        "只用普通数字，不带前导零、下划线、冒号、0x 或 e。",
        "Use plain digits: no leading zero, underscore, colon, 0x or e.",
    ),
    "thousands-separator": Words(
        "“{label}”写作“{found}”，数字里不能有分隔号。",
        "“{label}” is written “{found}”; numbers are written without separators.",
        "去掉逗号和空格。",
        "Remove the commas and spaces.",
    ),
    "negative-number": Words(
        "“{label}”不能是负数（{found}）。",
        "“{label}” cannot be negative ({found}).",
        "改成 0 或正数。",
        "Write 0 or a positive number.",
    ),
    "decimal-count": Words(
        "“{label}”只能是整数，不能有小数（{found}）。",
        "“{label}” is a count and takes no decimals ({found}).",
        "写整数。",
        "Write a whole number.",
    ),
    "too-many-digits": Words(
        "“{label}”的位数太多（{found}），最多 {limit} 位整数。",
        "“{label}” has too many digits ({found}); at most {limit} before the point.",
        "检查是否多敲了数字，或单位用错了。",
        "Check for digits typed twice and for the unit.",
    ),
    "too-many-digits/decimals": Words(
        "“{label}”的小数位数太多（{found}）。",
        "“{label}” has too many decimals ({found}).",
        "最多八位小数。",
        "Write at most eight decimals.",
    ),
    "too-many-digits/places": Words(
        "“{label}”的小数位数太多（{found}），最多 {limit} 位。",
        "“{label}” has too many decimals ({found}); at most {limit}.",
        "四舍五入后再写。",
        "Round it.",
    ),
    "wrong-type/decimal": Words(
        "“{label}”应当是一个数，这里写的是“{found}”。",
        "“{label}” must be a number, not “{found}”.",
        "只写数字，例如 3.5 或 -3.5。",
        "Write digits only, such as 3.5 or -3.5.",
    ),
    "unusable-name": Words(
        "“{found}”不能用作机关名称：文件要以它命名。",
        "“{found}” cannot be the organ: the files are named after it.",
        '去掉 / \\ : * ? " < > | 和 ..，首尾不留空格和句点，不用 CON、NUL 一类的名称。',
        'Leave out / \\ : * ? " < > | and .., outer spaces and dots, and names like CON or NUL.',
    ),
    "unusable-name/title": Words(
        "标题里的“{found}”不能用在文件名里：文件要以标题命名。",
        "“{found}” of the title cannot stand in the name of a file, which the title gives.",
        '去掉 / \\ : * ? " < > | 和 ..。',
        'Leave out / \\ : * ? " < > | and ...',
    ),
    "unusable-name/long": Words(
        "机关名称太长，文件名放不下。",
        "The organ's name is too long for a file name.",
        "用规范简称，或用 title 另写标题。",
        "Use its short name, and title for the long one.",
    ),
    "title-too-long": Words(
        "标题超过 {limit} 个字。",
        "The title is longer than {limit} characters.",
        "缩短标题。",
        "Shorten the title.",
    ),
    "bad-name": Words(
        "“{found}”不能作为名称，正文里无法引用它。",
        "“{found}” cannot be a name: prose could not refer to it.",
        "用字母、汉字、数字和下划线，不以数字开头。",
        "Use letters, digits and underscores, and begin with a letter.",
    ),
    "bad-name/beside": Words(
        "“{found}”是旁边另一行的键，这里却写在各行里面。",
        "“{found}” is the key of a row beside these, and stands among them.",
        "多缩进了的，往左移一层；真有这样一行的，换一个键。",
        "Where it is indented too far, move it to the left; for a row of its own use another key.",
    ),
    "bad-name/taken": Words(
        "“{found}”不能作一行的键：核对项用它指全部各行。",
        "“{found}” cannot be the key of a row: checks call all rows together so.",
        "换一个键。",
        "Choose another key.",
    ),
    "numbered-heading/text": Words(
        "正文里有自带序号的标题，排不成标题样式。",
        "The text has headings with numbers of their own, which are not set as headings.",
        "写成列表：每段一个“- heading: 标题”和“text: 正文”，不写序号。",
        "Write a list with a “- heading:” and a “text:” for each, without the numbers.",
    ),
    "lost-text": Words(
        "从这里的 # 起，后面的文字被当作注释，不会印出来。",
        "From this # on the text is taken for a comment and not printed.",
        "整段文字加引号，或用 | 另起一行书写；确是注释的，移到上一行。",
        "Quote the text or put it below a |; move a real comment to a line of its own.",
    ),
    "stray-braces": Words(
        "“{found}”不会换成数字，会原样印出来。",
        "“{found}” is not filled in and will be printed as it is.",
        "用两个半角花括号：{{{{ 名称 }}}}。",
        "Use two plain braces: {{{{ name }}}}.",
    ),
    "numbered-heading": Words(
        "标题“{found}”自带序号，输出时还会再编一次。",
        "The heading “{found}” has a number of its own; the output adds one.",
        "去掉序号。",
        "Leave the number out.",
    ),
    # -- expressions ------------------------------------------------------------------------
    "undefined-name": Words(
        "没有名为“{found}”的数字或栏目，是不是“{likely}”？",
        "There is no figure or field “{found}”. Did you mean “{likely}”?",
        "改成“{likely}”，或写到 facts 里。",
        "Write “{likely}”, or add it to facts.",
    ),
    "undefined-name/unknown": Words(
        "没有名为“{found}”的数字或栏目。",
        "There is no figure or field “{found}”.",
        "用表中数字的键，或写到 facts 里。",
        "Use the key of a figure, or add it to facts.",
    ),
    "undefined-name/last-year": Words(
        "“{found}”要用上年的数字，项目里却没有上年的报告。",
        "“{found}” needs last year's figures, but the project has no report for last year.",
        "把上年的报告放进 data 文件夹。",
        "Put last year's report into the data folder.",
    ),
    "bad-expression": Words("{{{{ }}}} 里的写法不对。", "The expression is not allowed.", "", ""),
    "expression/syntax": Words(
        "“{found}”不是一个算式。",
        "“{found}” is no expression.",
        "写一个名称，例如 {{{{ applications.new.total }}}}。",
        "Write a name, such as {{{{ applications.new.total }}}}.",
    ),
    "expression/sign": Words(
        "算式里不认识 {found} 这种写法。",
        "An expression has no {found}.",
        "改写成 {meant}",
        "Write {meant}",
    ),
    "expression/long": Words(
        "算式超过 {limit} 个字符。",
        "The expression is longer than {limit} characters.",
        "写短些。",
        "Shorten it.",
    ),
    "expression/number": Words(
        "“{found}”不是普通写法的数字。",
        "“{found}” is not a number as it is usually written.",
        "只用普通数字，最多三位小数，例如 100 或 0.5。",
        "Use plain digits with at most three decimals, such as 100 or 0.5.",
    ),
    "expression/truth": Words(
        "“{found}”是一个条件，印不出来。",
        "“{found}” is a condition and cannot be printed.",
        "写成 {{{{ '是' if 条件 else '否' }}}}。",
        "Write {{{{ 'yes' if condition else 'no' }}}}.",
    ),
    "expression/blank": Words(
        "“{found}”在这份报告里是空的，印不出来。",
        "“{found}” is left empty in this report and cannot be printed.",
        "不引用它，或把它填上。",
        "Leave it out of the text, or fill it in.",
    ),
    "expression/zero": Words(
        "“{found}”算不出来：除数为零或数太大。",
        "“{found}” cannot be worked out: a division by zero, or too large a number.",
        "用 if … else … 避开。",
        "Avoid it with if … else ….",
    ),
    "expression/open": Words(
        "{found} 没有用 }}}} 收尾。",
        "{found} is not closed with }}}}.",
        "补上 }}}}；要原样印出两个花括号，写 {{{{ '{{{{' }}}}。",
        "Add }}}}; to print two braces write {{{{ '{{{{' }}}}.",
    ),
    "expression/statement": Words(
        "正文里不能用 {found} 语句或注释。",
        "Prose takes no {found} statements or comments.",
        "只用 {{{{ … }}}}；要原样印出，写 {{{{ '{found}' }}}}。",
        "Use {{{{ … }}}} only; to print it write {{{{ '{found}' }}}}.",
    ),
    "expression/trim": Words(
        "“{found}”里紧挨花括号的加减号有歧义。",
        "The sign next to the braces of “{found}” is ambiguous.",
        "在花括号里面留一个空格。",
        "Leave a space inside the braces.",
    ),
    "expression/group": Words(
        "“{found}”是一组数字，不是一个数。",
        "“{found}” is a group of figures, not one.",
        "写到底，例如 {likely}。",
        "Name one of them, such as {likely}.",
    ),
    "expression/else": Words(
        "if 后面少了 else。",
        "An if needs its else.",
        "写成 {{{{ a if 条件 else b }}}}。",
        "Write {{{{ a if condition else b }}}}.",
    ),
    "expression/not-allowed": Words(
        "算式里不能用“{found}”。",
        "“{found}” is not allowed in an expression.",
        "可用名称、数字、加减乘除、比较、if-else 和过滤器。",
        "Use names, numbers, arithmetic, comparisons, if-else and filters.",
    ),
    "expression/option": Words(
        "“{found}”不在可选项里，这个条件永远不会成立。",
        "“{found}” is none of the options; nothing is ever equal to it.",
        "可选：{known}。",
        "The options: {known}.",
    ),
    "expression/several": Words(
        "“{found}”可选几项，不会等于其中一项。",
        "“{found}” may be several options, which are never equal to one.",
        "写 '\"{option}\" in {found}'。",
        "Write '\"{option}\" in {found}'.",
    ),
    "expression/day": Words(
        "“{found}”不是 2024-01-31 这样的日期。",
        "“{found}” is no day such as 2024-01-31.",
        '写成 "年-月-日"，例如 "2024-01-31"。',
        'Write it as "2024-01-31".',
    ),
    "expression/filter": Words(
        "没有过滤器“{found}”。",
        "There is no filter “{found}”.",
        "可用：{known}。",
        "These are at hand: {known}.",
    ),
    "expression/filter-arguments": Words(
        "过滤器“{found}”的参数不对。",
        "The filter “{found}” does not take these arguments.",
        "例如 round(2)，小数位数 0 到 8。",
        "For example round(2), with 0 to 8 digits.",
    ),
    "expression/not-number": Words(
        "“{found}”不是数字，不能参加运算。",
        "“{found}” is no number and cannot be calculated with.",
        "运算只用数字。",
        "Calculate with numbers only.",
    ),
    "expression/not-day": Words(
        "“{found}”不是日期，没有年份。",
        "“{found}” is no day and has no year.",
        "year 只用于日期栏目，如 ended | year。",
        "Use year with a field of type date: ended | year.",
    ),
    "expression/not-text": Words(
        "“{found}”不是文字，不能与文字并用。",
        "“{found}” is no text and cannot stand with one.",
        "两边用同一种值。",
        "Use the same kind of value on both sides.",
    ),
    "expression/not-truth": Words(
        "“{found}”不是条件。",
        "“{found}” is no condition.",
        "写成比较，例如 a > 0；是否类的键单独写：a，或 not a。",
        "Write a comparison, such as a > 0; a yes_no key stands by itself: a, or not a.",
    ),
    # -- checks -----------------------------------------------------------------------------
    "wrong-total": Words(
        "“{label}”写的是 {found}，各项相加是 {expected}。",
        "“{label}” is written as {found}; its parts add up to {expected}.",
        "{sum} = {expected}。改正分项，或删去这个合计（gendoc 会算）。",
        "{sum} = {expected}. Mend a part, or leave the total out (gendoc derives it).",
    ),
    "wrong-total/formula": Words(
        "“{label}”写的是 {found}，算出来是 {expected}。",
        "“{label}” is written as {found}; it works out to {expected}.",
        "按 {sum} 计算。改正所用的数，或删去它（gendoc 会算）。",
        "It is {sum}. Mend what it is made of, or leave it out (gendoc works it out).",
    ),
    "relation": Words(
        "{scope}不符合“{label}”：{figures}。",
        "{scope}“{label}” does not hold: {figures}.",
        "核对这些数字。{source}",
        "Check these figures.{source}",
    ),
    "relation/sum": Words(
        "{scope}不符合“{label}”：{left}，{right}，差 {difference}。",
        "{scope}“{label}” does not hold: {left}, {right}, off by {difference}.",
        "核对：{figures}。{source}",
        "Check: {figures}.{source}",
    ),
    "relation/order": Words(
        "{scope}不符合“{label}”：{left}，不是 {sign} {right}。",
        "{scope}“{label}” does not hold: {left}, which is not {sign} {right}.",
        "核对：{figures}。{source}",
        "Check: {figures}.{source}",
    ),
    "same-rows/missing": Words(
        "不合“{label}”：“{here}”里没有“{there}”里的这些行：{found}。",
        "“{label}” is not kept: {here} lacks rows of {there}: {found}.",
        "在“{here}”里补上这些行，用同样的键；或改正键。{source}",
        "Add them to {here} under the same keys, or correct the keys.{source}",
    ),
    "same-rows/extra": Words(
        "不合“{label}”：“{found}”在“{here}”里有一行，在“{there}”里没有。",
        "“{label}” is not kept: {found} has a row in {here} and none in {there}.",
        "在“{there}”里补上这一行，用同样的键 {own}；或改正键。{source}",
        "Add it to {there} under the same key, {own}, or correct the key.{source}",
    ),
    "same-rows/likely": Words(
        "不合“{label}”：“{there}”里没有“{found}”这一行，是不是键“{likely}”？",
        "“{label}” is not kept: {there} has no row {found}. Did you mean the key {likely}?",
        "把 {own} 改成 {likely}；确是另一行，就在“{there}”里补上。{source}",
        "Write {likely} for {own}, or add the row to {there} if it is another one.{source}",
    ),
    "same-rows/name": Words(
        "不合“{label}”：“{found}”（{own}）在“{there}”里叫“{likely}”。",
        "“{label}” is not kept: {found} ({own}) is called {likely} in {there}.",
        "两处用同一个名称。{source}",
        "Give it the same name in both.{source}",
    ),
    "same-name": Words(
        "有两行都印作“{found}”：{other} 和 {own}。",
        "Two rows are printed as “{found}”: {other} and {own}.",
        "改正其中一行的 name，或删去重复的一行。",
        "Correct the name of one, or remove the one that is there twice.",
    ),
    "other-key": Words(
        "“{found}”上年的键是 {likely}，今年是 {own}：与上年的比较都略过了这一行。",
        "“{found}” had the key {likely} last year and has {own} now: nothing of it is compared "
        "with last year.",
        "把 {own} 改成 {likely}；确是另一行，就换一个 name。",
        "Write {likely} for {own}; if it is another row, give it another name.",
    ),
    "gone-rows": Words(
        "“{label}”少了上年的行：{gone}。",
        "{label}: rows of last year are gone: {gone}.",
        "漏了的补上；写错键的改用上年的键；确已没有的，在 waive 下写 gone-rows: 理由。",
        "Add what was forgotten, or write the key that it had; where there is none any more, write "
        "gone-rows with the reason under waive.",
    ),
    "gone-rows/new": Words(
        "“{label}”少了上年的行：{gone}；有上年没有的行：{new}。不同的行不与上年比较。",
        "{label}: rows of last year are gone: {gone}; there are new ones: {new}. Nothing of them "
        "is compared with last year.",
        "写错键的改用上年的键；确已没有的，在 waive 下写 gone-rows: 理由。",
        "Where it is the same row, write the key that it had; where there is none any more, write "
        "gone-rows with the reason under waive.",
    ),
    "wording": Words("不合“{label}”。", "“{label}” is not kept."),
    "wording/forbidden": Words(
        "{label}，这里是“{found}”。",
        "{label}; here it is “{found}”.",
        "改正或删去。{source}",
        "Mend or remove it.{source}",
    ),
    "wording/missing": Words(
        "{label}，缺少“{found}”。",
        "{label}: “{found}” is missing.",
        "补写这一部分。{source}",
        "Write about it.{source}",
    ),
    "wording/unsaid": Words(
        "{label}，这里没有提到。",
        "{label}: it is not said here.",
        "补写一句，没有的写明没有；要有这些字样之一：{found}。{source}",
        "Say it, or say that there was none, in words that hold one of these: {found}.{source}",
    ),
    "wording/year": Words(
        "这是 {year} 年的报告，这里写的是 {found} 年。",
        "This is the report for {year}, but the text says {found}.",
        "改为 {{{{ year }}}}，以后不会再留下旧年份。{source}",
        "Write {{{{ year }}}}, and no old year is left over again.{source}",
    ),
    "mention/count": Words(
        "正文写的是“{found}”，表里是 {expected}。",
        "The prose says “{found}”, the table {expected}.",
        "用 {offer} 代替数字，以后随表变化；若是另一口径的数，写作 {{{{ 数字 }}}} 就不再核对。",
        "Write {offer} for the number; one of another scope, written {{{{ 12 }}}}, is left alone.",
    ),
    "mention/change": Words(
        "正文写的是“{found}”，按两年的数字应当是 {expected}。",
        "The prose says “{found}”, but by the figures of both years it is {expected}.",
        "用 {offer} 代替；若是另一口径的数，写作 {{{{ 数字 }}}} 就不再核对。",
        "Write {offer} for it; one of another scope, written {{{{ 12 }}}}, is left alone.",
    ),
    "mention/share": Words(
        "正文写的是“{found}”，按表里的数字应当是 {expected}。",
        "The prose says “{found}”, but by the figures it is {expected}.",
        "用 {offer} 代替；若是另一口径的数，写作 {{{{ 数字 }}}} 就不再核对。",
        "Write {offer} for it; one of another scope, written {{{{ 12 }}}}, is left alone.",
    ),
    "form-check-words": Words(
        "“{found}”不能用作词语的模式。",
        "“{found}” cannot be a pattern of words.",
        "写普通的词语，用 | 分开；不能匹配空白，也不能有 (?i)、命名的组和 \\1。",
        "Write words, separated by |; none that is empty, and no (?i), named group or \\1.",
    ),
    "form-check-year": Words(
        "“{found}”要有一个括号，括住年份。",
        "“{found}” must have one group, which is the year.",
        "例如 ^([12][0-9]{{3}})年。",
        "Such as ^([12][0-9]{{3}}), with brackets around the year.",
    ),
    "form-check-pattern": Words(
        "模式从“{found}”起读不下去。",
        "The pattern cannot be read from “{found}” on.",
        "按正则表达式的写法改正：括号要成对，要照原样匹配的 ( [ . * + ? 前面加 \\。",
        "Write a regular expression: close its brackets, and put a \\ before a literal ( [ . * + ?",
    ),
    "likeness": Words(
        "正文有 {share}% 与 {year} 年的报告相同（上限 {limit}%）。",
        "{share}% of the prose is that of the report for {year} (at most {limit}%).",
        "按本年的实际工作改写。{source}",
        "Write about this year's work.{source}",
    ),
    "no-last-year": Words(
        "项目里没有“{organ}”{found} 年的报告，与上年有关的核对没有进行。",
        "The project has no report of “{organ}” for {found}; nothing was compared with last year.",
        "把上年的报告放进 data 文件夹。",
        "Put last year's report into the data folder.",
    ),
    "unknown-waiver": Words(
        "waive 里的“{found}”不是核对项，是不是“{likely}”？",
        "“{found}” is no check to waive. Did you mean “{likely}”?",
        "改成“{likely}”。",
        "Write “{likely}”.",
    ),
    "unknown-waiver/unknown": Words(
        "waive 里的“{found}”不是核对项。",
        "“{found}” is no check to waive.",
        "可以写：{known}。",
        "These can be waived: {known}.",
    ),
    "empty-waiver": Words(
        "“{found}”的豁免没有写理由。",
        "The waiver of “{found}” gives no reason.",
        "在后面写明原因。",
        "Write the reason beside it.",
    ),
    "idle-waiver": Words(
        "“{found}”并没有不符，这条豁免用不着。",
        "“{found}” holds; there is nothing to waive.",
        "删去这一行。",
        "Remove this line.",
    ),
    # -- forms ------------------------------------------------------------------------------
    "form-missing-key": Words(
        "格式文件这里缺少“{found}”。",
        "The form lacks “{found}” here.",
        "补上 {found}: …",
        "Add {found}: …",
    ),
    "form-missing-key/label": Words(
        "“{found}”没有写名称。",
        "“{found}” has no label.",
        "写成 {found}: 名称",
        "Write {found}: and its label.",
    ),
    "form-value": Words(
        "“{found}”不是这里能用的值。",
        "“{found}” is no value for this key.",
        "可用：{known}。",
        "Use one of: {known}.",
    ),
    "form-wrong-type/list": Words(
        "这里应当是一个列表。",
        "A list must stand here.",
        "写成 [甲, 乙]，或每项前写“- ”。",
        "Write [a, b], or begin each item with “- ”.",
    ),
    "form-wrong-type/mapping": Words(
        "这里应当是“键: 值”。",
        "There must be “key: value” pairs here.",
        "每行写一个键、一个冒号、一个空格和它的值。",
        "Write a key, a colon, a space and its value on each line.",
    ),
    "form-wrong-type/text": Words(
        "这里应当是一段文字。",
        "A text must stand here.",
        "不能是列表或“键: 值”；文字里有“: ”时加引号。",
        "It cannot be a list or a mapping; quote a text that holds “: ”.",
    ),
    "form-line": Words(
        "“{key}”这里不能写 {found}。",
        "“{key}” cannot have {found} here.",
        "sum、formula、repeat 只用于单独的行或列，三者取一；in_key、as_row 只用于一组。",
        "sum, formula and repeat are for single lines, one of them; in_key and as_row for groups.",
    ),
    "form-line/only-prints": Words(
        "各列都只印单位或代码，没有一列填数。",
        "All columns print units or codes, and none holds figures.",
        "加上填数的列。",
        "Add a column of figures.",
    ),
    "form-line/prints": Words(
        "印单位或代码的列没有数字，不能有“{found}”。",
        "A column that prints units or codes has no figures, so it cannot have “{found}”.",
        "删去它，或者删去 prints。",
        "Delete it, or delete prints.",
    ),
    "form-line/as-row": Words(
        "“{key}”不能写 as_row：它的表没有列，没有“一行”可填。",
        "“{key}” cannot have as_row: its table has no columns, and so no row to enter.",
        "去掉 as_row，或给表写上 columns。",
        "Remove as_row, or give the table columns.",
    ),
    "form-line/repeat": Words(
        "“{key}”是一组行，不能 {found}。",
        "“{key}” is a group of rows, which cannot {found}.",
        "repeat 写在单独的一行上；每行要分开填的，写成列。",
        "Put repeat on a single row; what each row tells apart are columns.",
    ),
    "form-line/type": Words(
        "“{key}”的类型是 {type}，不能写 {found}。",
        "“{key}” is of type {type} and cannot have {found}.",
        "去掉 {found}，或改用能有它的类型。",
        "Remove {found}, or say a type that can have it.",
    ),
    "form-line/derived": Words(
        "“{key}”是算出来的，在合计里也是，不能写 total: entered。",
        "“{key}” is worked out, in totals as well, and cannot have total: entered.",
        "去掉 total，或去掉 sum、formula。",
        "Remove total, or its sum or formula.",
    ),
    "form-line/no-total": Words(
        "“{key}”写了 total: entered，却没有合计与它相交。",
        "“{key}” has total: entered, and no total crosses it.",
        "去掉 total，或给表加上写 sum 的行（对列）、列（对行）。",
        "Remove total, or give the table a row with sum (for a column), a column (for a row).",
    ),
    "form-sum": Words(
        "合计“{found}”没有可加的数，或同一项加了两次。",
        "The total “{found}” has no numbers to add up, or adds one twice.",
        "写 sum: all，或列出它旁边的数字行。",
        "Write sum: all, or list the numeric lines beside it.",
    ),
    "form-line-texts": Words(
        "这一行有 {found} 段文字，应当是两段或三段。",
        "This line has {found} texts; it takes two or three.",
        "写成 [左, 右] 或 [左, 中, 右]；只有一段时不用方括号。",
        "Write [left, right] or [left, middle, right]; a single text takes no brackets.",
    ),
    "form-line-texts/side": Words(
        "[{found}] 会排成几行，不是一行的左、右。",
        "[{found}] is a line each, not one line from left to right.",
        "一行的左、中、右写 [[{found}]]；确是几行的，每行前写“- ”。",
        "Write [[{found}]] for one line; begin lines of their own with “- ”.",
    ),
    "form-options": Words(
        "“{found}”：options 要和 type: choice 或 choices 一起写。",
        "“{found}”: options go with type: choice or choices.",
        "补上 type: choice，或去掉 options。",
        "Add type: choice, or remove options.",
    ),
    "form-options/comma": Words(
        "“{found}”里有中文逗号，会被当成一项。",
        "“{found}” holds a full-width comma and is taken for one option.",
        "各项用半角逗号隔开：[甲, 乙]；确实是一项的加引号。",
        "Separate options with plain commas: [a, b]; quote one that is meant so.",
    ),
    "form-options/none": Words(
        "“{found}”是选择项，却没有 options。",
        "“{found}” is a choice without options.",
        "补上 options: [甲, 乙]。",
        "Add options: [a, b].",
    ),
    "form-pattern": Words(
        "“{found}”：pattern 只用于 type: text。",
        "“{found}”: a pattern is for type: text.",
        "写上 type: text，或去掉 pattern。",
        "Add type: text, or remove the pattern.",
    ),
    "form-example": Words(
        "例子“{found}”不合它自己的 pattern。",
        "The example “{found}” does not fit its own pattern.",
        "改例子，或改 pattern：{known}",
        "Change the example, or the pattern: {known}",
    ),
    "form-unit": Words(
        "单位“{found}”以数字开头，印在数的后面会读成另一个数：3{found}。",
        "The unit “{found}” begins with a digit; behind a figure it reads as part of it: 3{found}.",
        "把单位写进名称、表上方的 above，或用 prints: unit 单列一栏。",
        "Write it in the label, in “above”, or in a column of its own with “prints: unit”.",
    ),
    "form-decimals": Words(
        "“{found}”的类型是 {type}，没有小数，不能写 decimals。",
        "“{found}” is of type {type}, which has no decimals.",
        "写上 type: decimal、money 或 percent，或去掉 decimals。",
        "Add type: decimal, money or percent, or remove decimals.",
    ),
    "form-fields": Words(
        "“{found}”：kind: fields 要和 fields 一起写。",
        "“{found}”: kind: fields and fields go together.",
        "补上 fields: [organ, …]，或改正 kind。",
        "Add fields: [organ, …], or correct the kind.",
    ),
    "form-fields/label": Words(
        "“{found}”印在这里，格式却没有给它名称。",
        "“{found}” is printed here, and the form gives it no label.",
        "在 fields 里写上 {found}: 印出的名称。",
        "Write {found}: and its label under fields.",
    ),
    "form-unknown-field": Words(
        "没有字段“{found}”，是不是“{likely}”？",
        "There is no field “{found}”. Did you mean “{likely}”?",
        "改成“{likely}”。",
        "Write “{likely}”.",
    ),
    "form-unknown-field/unknown": Words(
        "没有字段“{found}”。",
        "There is no field “{found}”.",
        "已有：{known}。",
        "These are there: {known}.",
    ),
    "form-entity-name": Words(
        "有可重复的行“{found}”的表里，列不能用 name 作键。",
        "A table with the repeated row “{found}” cannot have a column with the key name.",
        "换一个键；每一行的名称本来就写在 name 下面。",
        "Choose another key; each of these rows gives its label as name.",
    ),
    "form-unused-table": Words(
        "表“{found}”不在任何部分里，印不出来。",
        "The table “{found}” is in no section and would not be printed.",
        "在 sections 里加上 {{id: {found}, kind: table}}。",
        "Add {{id: {found}, kind: table}} to sections.",
    ),
    "form-check-table": Words(
        "写了 for_each 就要写 table。",
        "for_each needs a table.",
        "补上 table: 表名。",
        "Add table: and the table's id.",
    ),
    "form-blocks": Words(
        "有 blocks 的表不能在旁边再写 {found}。",
        "A table with blocks has no {found} beside them.",
        "把它移到各个 block 里。",
        "Move it into the blocks.",
    ),
    "form-numbered": Words(
        "numbered 给各行编号，只用于有 rows、没有 blocks 的表。",
        "numbered numbers rows; it is for a table with rows and without blocks.",
        "去掉 numbered，或给表写上 rows。",
        "Remove numbered, or give the table rows.",
    ),
    "form-empty-table": Words(
        "表 {found} 没有行也没有列。",
        "The table {found} has neither rows nor columns.",
        "写上 rows 或 columns。",
        "Add rows or columns.",
    ),
    "form-unknown-table": Words(
        "没有表“{found}”，是不是“{likely}”？",
        "There is no table “{found}”. Did you mean “{likely}”?",
        "改成“{likely}”。",
        "Write “{likely}”.",
    ),
    "form-unknown-table/unknown": Words(
        "没有表“{found}”。",
        "There is no table “{found}”.",
        "已有：{known}。",
        "These are there: {known}.",
    ),
    "form-unknown-row": Words(
        "合计要加的“{found}”不在它旁边，是不是“{likely}”？",
        "The total adds up “{found}”, which is not beside it. Did you mean “{likely}”?",
        "改成“{likely}”。",
        "Write “{likely}”.",
    ),
    "form-unknown-row/unknown": Words(
        "合计要加的“{found}”不在它旁边。",
        "The total adds up “{found}”, which is not beside it.",
        "旁边有：{known}。",
        "Beside it are: {known}.",
    ),
    "form-same-key": Words(
        "“{found}”里有两处用了同一个键。",
        "Two places of “{found}” have the same key.",
        "改其中一个键。",
        "Rename one of them.",
    ),
    "form-cycle": Words(
        "合计互相包含：{found}。",
        "These totals contain one another: {found}.",
        "合计只加分项，不绕回自己。",
        "A total adds up parts, never itself.",
    ),
    "form-cycle/field": Words(
        "“{found}”在这里指的是它自己，不是同名的栏目。",
        "“{found}” is this line itself here, not the field of that name.",
        "栏目或这一行、列换一个键。",
        "Give the field or the line another key.",
    ),
    "form-check": Words("核对项写得不对。", "The check cannot be used.", "", ""),
    "form-check-no-relation": Words(
        "“{found}”不是一个关系。",
        "“{found}” is no relation.",
        "写成比较，例如 a + b == c。",
        "Write a comparison, such as a + b == c.",
    ),
    "form-check-no-number": Words(
        "“{found}”算出来的不是一个数。",
        "“{found}” does not come to a number.",
        "写成算式，例如 100 * a / b。",
        "Write arithmetic, such as 100 * a / b.",
    ),
    "form-check-syntax": Words(
        "“{found}”不是一个算式。",
        "“{found}” is no expression.",
        "用 + - * / 计算，用 == != < <= > >= 比较，例如 100 * closed / received、a == b。",
        "Calculate with + - * / and compare with == != < <= > >=: 100 * closed / received, a == b.",
    ),
    "form-check-kind": Words(
        "核对项要写 {known} 中的一个。",
        "A check has exactly one of {known}.",
        "只留一个：数字关系、与上年不同的部分、不该出现的文字、要有的小标题、要有的词语、年份、正文里的数字、"
        "各表相同的行。",
        "Keep one: a relation, prose unlike last year's, wording to avoid, headings or words to "
        "have, years, numbers in prose, or rows that tables share.",
    ),
    "form-check-rows/unknown": Words(
        "“{found}”不是行数不定的行；这里可以写 {known}。",
        "“{found}” is no row that repeats; these are: {known}.",
        "用写了 repeat 的行的全名。",
        "Write the full key of a row that has repeat.",
    ),
    "form-check-rows": Words(
        "这里要两组以上写了 repeat 的行，每组一次。",
        "Two or more rows that repeat are compared here, each named once.",
        "写成列表，例如 [requests.unit, costs.unit]。",
        "Write a list of them, such as [requests.unit, costs.unit].",
    ),
    "form-name": Words(
        "没有名为“{found}”的数字或栏目，是不是“{likely}”？",
        "There is no figure or field “{found}”. Did you mean “{likely}”?",
        "改成“{likely}”。",
        "Write “{likely}”.",
    ),
    "form-name/unknown": Words(
        "没有名为“{found}”的数字或栏目。",
        "There is no figure or field “{found}”.",
        "用行、列的键，表中数字的全名（表.行.列），或栏目名。",
        "Use the key of a row or column, the full key of a figure (table.row.column), or a field.",
    ),
    "form-name/repeated": Words(
        "“{row}”是若干行，“{found}”每行各有一个数。",
        "“{row}” repeats: each of its rows has a figure “{found}” of its own.",
        "行数不定的表里，for_each: row 的核对项和各列的 formula 可以用它，指同一个键的行；"
        "指全部各行用 {known}。",
        "Where rows repeat, checks with for_each: row and formulas of columns may name it: the row "
        "of the same key. Of all rows together there is {known}.",
    ),
    "form-name/no-sum": Words(
        "“{found}”没有：这一列不相加。",
        "There is no “{found}”: totals do not add this column up.",
        "用 {likely} 比较，或去掉这一列的 total。",
        "Compare with {likely}, or remove “total” from the column.",
    ),
    "form-rounding": Words(
        "“{found}”由带小数的数算出，type: {type} 会把小数四舍五入掉。",
        "“{found}” is worked out from figures with decimals; type: {type} rounds them off.",
        "写 type: money 或 decimal；确要取整就写明：formula: ({formula}) | round。",
        "Say type: money or decimal; to round, say so: formula: ({formula}) | round",
    ),
    "form-unknown-section": Words(
        "没有文字部分“{found}”，是不是“{likely}”？",
        "There is no text section “{found}”. Did you mean “{likely}”?",
        "改成“{likely}”。",
        "Write “{likely}”.",
    ),
    "form-unknown-section/unknown": Words(
        "没有文字部分“{found}”。",
        "There is no text section “{found}”.",
        "已有：{known}。",
        "These are there: {known}.",
    ),
    "form-title": Words("标题写得不对。", "The title cannot be used.", "", ""),
    "form-title/unknown": Words(
        "没有名为“{found}”的栏目。",
        "There is no field “{found}”.",
        "这里只能写机关、年度和栏目：{known}。",
        "Only the body, the year and the form's fields may stand here: {known}.",
    ),
    "form-id/characters": Words(
        "“{found}”不能作格式的 id：文件夹和报告都用它。",
        "“{found}” cannot be the id of a form, which names its folder and stands in reports.",
        "用字母、汉字、数字、_ 和 -，例如 my-form。",
        "Use letters, digits, _ and -, such as my-form.",
    ),
    "form-id": Words(
        "格式的 id 是“{found}”，文件夹却叫“{folder}”。",
        "The form's id is “{found}”, but its folder is “{folder}”.",
        "两者改成一样。",
        "Give both the same name.",
    ),
    "form-reserved": Words(
        "“{found}”是每份报告都有的键，格式不能另作他用。",
        "“{found}” is a key of every report; a form cannot take it.",
        "换一个键。",
        "Choose another key.",
    ),
    "form-key": Words(
        "“{found}”不能作键。",
        "“{found}” cannot be a key.",
        "用字母、汉字、数字和下划线，不以数字开头，不用 and、or、not、in 等词。",
        "Use letters, digits and underscores, begin with a letter, and avoid and, or, not, in.",
    ),
    # -- published documents ----------------------------------------------------------------
    "unreadable-document": Words(
        "这个文件读不出来。",
        "This document cannot be read.",
        "用 Word、WPS 或浏览器打开它，另存为 docx 或 html 再导入。",
        "Open it in Word, WPS or a browser, save it as docx or html, and import that.",
    ),
    "unreadable-document/empty": Words(
        "文件里没有内容。",
        "The document holds nothing.",
        "检查是否选错了文件；扫描成图片的报告读不出来。",
        "Check that this is the file you meant; a report scanned as pictures cannot be read.",
    ),
    "unreadable-document/not-text": Words(
        "这个文件不是文本，也不是认识的文档。",
        "This file is neither text nor a document that gendoc knows.",
        "可以导入 docx、html、txt、csv 和 pdf。",
        "docx, html, txt, csv and pdf can be imported.",
    ),
    "unreadable-document/old-word": Words(
        "这是旧版 Word 或 WPS 文件（doc、wps）。",
        "This is an old Word or WPS file (doc, wps).",
        "用 Word 或 WPS 打开，另存为 docx 再导入。",
        "Open it in Word or WPS, save it as docx, and import that.",
    ),
    "unreadable-document/chunk": Words(
        "这个 Word 文件的内容是嵌在里面的另一份文件，这种文件不读。",
        "What this Word file shows is another file inside it, of a kind that is not read.",
        "用 Word 打开，另存为 docx，再读入。",
        "Open it in Word, save it as docx, and import that.",
    ),
    "unreadable-document/picture": Words(
        "这是图片。",
        "This is a picture.",
        "先用文字识别软件转成 docx，核对后再导入。",
        "Have its text recognised and saved as docx, check that, and import it.",
    ),
    "unreadable-document/workbook": Words(
        "这是表格文件（xlsx）。",
        "This is a workbook (xlsx).",
        "另存为 CSV 再导入；有几个工作表时，存报告所在的那个。",
        "Save it as CSV and import that; of several sheets, save the one with the report.",
    ),
    "unreadable-document/rich-text": Words(
        "这是 RTF 文件。",
        "This is an RTF file.",
        "用 Word 或 WPS 打开，另存为 docx 再导入。",
        "Open it in Word or WPS, save it as docx, and import that.",
    ),
    "unreadable-document/broken": Words(
        "文件损坏或不完整（{reason}）。",
        "The file is damaged or incomplete ({reason}).",
        "重新下载或请对方重新发送；能打开的话，另存一份再导入。",
        "Get it again; if it opens, save a copy and import that.",
    ),
    "unreadable-document/not-word": Words(
        "压缩包里没有 Word 正文。",
        "There is no Word document in this archive.",
        "如果是压缩包，先解压；别的文件用 Word 或 WPS 打开，另存为 docx。",
        "Unpack an archive first; open other files in Word or WPS and save them as docx.",
    ),
    "unreadable-document/encrypted": Words(
        "文件有密码。",
        "The file is protected by a password.",
        "用密码打开，取消保护后另存一份再导入。",
        "Open it with its password, save a copy without one, and import that.",
    ),
    "unreadable-document/declarations": Words(
        "文件里有文档类型声明（DOCTYPE），正常的 Word 文件没有。",
        "The file holds a document type declaration; no Word file has one.",
        "请向来源核实这个文件。",
        "Ask where this file comes from.",
    ),
    "unreadable-document/size": Words(
        "文件超过 {limit} MiB，不像一份报告。",
        "The document is larger than {limit} MiB; no report is.",
        "检查是否选错了文件；图片太多时另存一份不带图片的。",
        "Check that this is the file you meant; save a copy without its pictures.",
    ),
    "unreadable-document/columns": Words(
        "有一个表格超过 {limit} 列，不像一份报告。",
        "A table has more than {limit} columns; no report's has.",
        "检查是否选错了文件。",
        "Check that this is the file you meant.",
    ),
    "unreadable-document/cells": Words(
        "表格一共超过 {limit} 格，不像一份报告。",
        "The tables have more than {limit} cells; no report's have.",
        "检查是否选错了文件。",
        "Check that this is the file you meant.",
    ),
    "unreadable-document/passages": Words(
        "超过 {limit} 行或段，不像一份报告。",
        "There are more than {limit} lines or paragraphs; no report has as many.",
        "检查是否选错了文件。",
        "Check that this is the file you meant.",
    ),
    "unreadable-document/tags": Words(
        "文件里的标签超过 {limit} 个，不像一份报告。",
        "The file has more than {limit} tags; no report has as many.",
        "用浏览器或 Word 打开，把正文复制到新的 Word 文件里，存为 docx 再导入。",
        "Open it in a browser or Word, copy the text into a new Word file, and import that.",
    ),
    "unreadable-document/depth": Words(
        "嵌套超过 {limit} 层，不像一份报告。",
        "Nested deeper than {limit} levels; no report is.",
        "用浏览器或 Word 打开，另存一份再导入。",
        "Open it in a browser or Word, save a copy, and import that.",
    ),
    "unreadable-document/pages": Words(
        "超过 {limit} 页，不像一份报告。",
        "There are more than {limit} pages; no report has as many.",
        "检查是否选错了文件。",
        "Check that this is the file you meant.",
    ),
    "unreadable-document/slow": Words(
        "{limit} 秒内没有读完，不像一份报告。",
        "Reading it took more than {limit} seconds; no report does.",
        "用 Word 或浏览器打开它，另存为 docx 或 html 再导入。",
        "Open it in Word or a browser, save it as docx or html, and import that.",
    ),
    "unreadable-document/no-pdf": Words(
        "读 PDF 要另外安装 pdfplumber。",
        "Reading PDF needs pdfplumber, which is not installed.",
        "运行 pip install 'gendoc[pdf]'。",
        "Run pip install 'gendoc[pdf]'.",
    ),
    "unknown-form/import": Words(
        "认不出这份文件用的是哪种格式。",
        "This document has the labels of no form at hand.",
        "用 --form 指明格式；已有：{known}。",
        "Name the form with --form; known are: {known}.",
    ),
    "published-document": Words(
        "这是已发布的文件，不是 YAML 报告。",
        "This is a published document, not a report in YAML.",
        "先读成 YAML：gendoc import 文件 -o data。只想检查：gendoc check 文件。",
        "Read it into YAML first: gendoc import FILE -o data. To check it: gendoc check FILE.",
    ),
    "not-read": Words(
        "没有读出来，YAML 里写作 ~。",
        "This was not read; it is ~ in the YAML.",
        "对照原件补上。",
        "Fill it in from the original.",
    ),
    "not-read/organ": Words(
        "标题里没有找到机关名称。",
        "The title does not name the body.",
        "在 YAML 里填写 organ，或用 --organ 指明。",
        "Write organ in the YAML, or name it with --organ.",
    ),
    "not-read/year": Words(
        "标题里没有找到年份。",
        "The title does not name the year.",
        "在 YAML 里填写 year，或用 --year 指明。",
        "Write year in the YAML, or name it with --year.",
    ),
    "not-read/section": Words(
        "没有找到“{label}”的内容。",
        "Nothing was found for “{label}”.",
        "对照原件补上；标题写法特殊时可在 form.yaml 的 also 里列出。",
        "Fill it in from the original; list an unusual heading under `also` in form.yaml.",
    ),
    "not-read/cell": Words(
        "{label}：“{found}”不是一个数{where}，YAML 里写作 ~。",
        "{label}: “{found}” is no figure{where}; it is ~ in the YAML.",
        "对照原件补上。",
        "Fill it in from the original.",
    ),
    "not-read/empty": Words(
        "{label}：原件里空着{where}，YAML 里写作 ~。",
        "{label}: nothing stands there{where}; it is ~ in the YAML.",
        "向来源问清楚后填写。",
        "Ask the source what it is, and fill it in.",
    ),
    "not-read/choice": Words(
        "{label}：“{found}”不在选项里{where}，YAML 里写作 ~。",
        "{label}: “{found}” is none of the options{where}; it is ~ in the YAML.",
        "可选：{known}。",
        "Choose one of: {known}.",
    ),
    "not-read/yes-no": Words(
        "{label}：“{found}”没有说是还是否{where}，YAML 里写作 ~。",
        "{label}: “{found}” says neither yes nor no{where}; it is ~ in the YAML.",
        "对照原件写 是 或 否。",
        "Write yes or no, as the original means it.",
    ),
    "not-read/date": Words(
        "{label}：“{found}”不是一个日期{where}，YAML 里写作 ~。",
        "{label}: “{found}” is no day{where}; it is ~ in the YAML.",
        "对照原件写成 2024-01-31 的样子。",
        "Write it like 2024-01-31, from the original.",
    ),
    "not-read/open": Words(
        "{label}：“{found}”里一个也没有选{where}，YAML 里没有填写。",
        "{label}: none of “{found}” was chosen{where}; it is not filled in in the YAML.",
        "向来源问清楚后填写。",
        "Ask the source which it is, and fill it in.",
    ),
    "not-read/unit": Words(
        "“{label}”这一行的单位印作“{found}”，格式是“{unit}”{where}；这一行没有读，YAML 里写作 ~。",
        "The row “{label}” is given in “{found}”, in the form in “{unit}”{where}; it was not read"
        " and is ~ in the YAML.",
        "对照原件换算后补上，或者在 form.yaml 的 also_units 里列出这个单位。",
        "Convert it and fill it in, or list the unit under `also_units` in form.yaml.",
    ),
    "not-read/row": Words(
        "原件里没有找到“{label}”的 {count} 个数，YAML 里写作 ~。",
        "{count} figures of “{label}” were not found in the document; they are ~ in the YAML.",
        "对照原件补上；标签写法特殊时可在 form.yaml 的 also 里列出。",
        "Fill them in from the original; list an unusual label under `also` in form.yaml.",
    ),
    "not-read/unruled": Words(
        "这份 PDF 的表格没有画线：{count} 个数里有 {found} 个没有读出，YAML 里写作 ~；"
        "表格前后的说明没有带过来。",
        "The tables of this PDF have no ruled lines: {found} of {count} figures were not read and"
        " are ~ in the YAML; notes beside the tables were not taken over.",
        "对照原件补上，或者改读它的 Word 文件或网页。",
        "Fill them in from the original, or import its Word file or web page.",
    ),
    "not-read/short": Words(
        "这一行有 {found} 格，而格式有 {count} 个数{where}，不知道各是哪个。",
        "This row has {found} cells for {count} figures{where}; which is which cannot be told.",
        "对照原件补上 YAML 里的 ~。",
        "Fill in what is ~ in the YAML from the original.",
    ),
    "not-read/unsure": Words(
        "这一行有 {count} 格，但不能确定哪一格是哪个数{where}：可能有空格、缺格或合在一起的数。",
        "Which of the {count} cells of this row is which figure is not certain{where}: some may be "
        "blank, missing or two in one.",
        "对照原件补上 YAML 里的 ~。",
        "Fill in what is ~ in the YAML from the original.",
    ),
    "not-read/columns": Words(
        "表头的次序与格式不同，对不上各列{where}，表头下面的数没有读。",
        "The header has another order than the form{where}, and which column is which cannot be"
        " told; the figures below it were not read.",
        "对照原件补上 YAML 里的 ~。",
        "Fill in what is ~ in the YAML from the original.",
    ),
    "not-read/blank": Words(
        "“{label}”的表里一个数也没有，全部读作 0{where}。",
        "The table of “{label}” holds no figure at all; all were read as 0{where}.",
        "对照原件：确实没有的留着 0，没有填报的改成 ~。",
        "Check the original: leave 0 where there were none, write ~ where nothing was reported.",
    ),
    "contradiction": Words(
        "{label}：原件印的合计是 {found}，各项之和是 {sum}{where}。",
        "{label}: the printed total is {found}, its parts add up to {sum}{where}.",
        "各项照原件写入；请向来源核实是哪个数错了。",
        "The parts are taken as printed; ask the source which figure is wrong.",
    ),
    "contradiction/formula": Words(
        "{label}：原件印的是 {found}，照各数算出来是 {sum}{where}。",
        "{label}: {found} is printed, its figures work out to {sum}{where}.",
        "按 {formula} 计算。各项照原件写入；请向来源核实是哪个数错了。",
        "It is {formula}. The figures are taken as printed; ask the source which one is wrong.",
    ),
    "contradiction/field": Words(
        "“{label}”后面写的是“{found}”，按“{own}”读入。",
        "Behind “{label}” stands “{found}”; “{own}” was taken.",
        "请核实哪一个是对的，需要时用 --organ 或 --year 指明。",
        "Find out which is right, and name it with --organ or --year if need be.",
    ),
    "contradiction/year": Words(
        "标题写的是 {year} 年，正文写的是 {found} 年{where}。",
        "The title says {year}, the prose says {found}{where}.",
        "年份按标题读入；请核实哪一个是对的，需要时用 --year 指明。",
        "The year is the title's; find out which is right, and name it with --year if need be.",
    ),
    "contradiction/unit": Words(
        "{label}：表外写的单位是{found}，表头写的是{heading}{where}。",
        "{label}: the line beside the table counts in {found}, its header in {heading}{where}.",
        "按表头读入；请对照原件核实。",
        "It was read by the header; check the original.",
    ),
    "label-changed": Words(
        "把“{found}”当作“{label}”来读{where}。",
        "“{found}” was taken for “{label}”{where}.",
        "请核对这一行。",
        "Check this row.",
    ),
    "label-changed/heading": Words(
        "把“{found}”当作标题“{label}”来读{where}。",
        "“{found}” was taken for the heading “{label}”{where}.",
        "请核对这一部分从哪里开始；生成的文件用格式的标题。",
        "Check where this section begins; what is built has the form's heading.",
    ),
    "label-changed/mark": Words(
        "“{label}”这一行的代码或单位印作“{found}”，格式是“{own}”{where}。",
        "The row “{label}” has the code or unit “{found}”, in the form “{own}”{where}.",
        "请核对这一行是不是格式的那一行。",
        "Check that it is the form's row.",
    ),
    "not-in-form": Words(
        "格式里没有这些内容。",
        "The form has no place for this.",
        "YAML 里没有写入；需要的话写进正文或 notes。",
        "It is not in the YAML; write it into the prose or notes if it matters.",
    ),
    "not-in-form/row": Words(
        "格式里没有这一行{where}，没有写入 YAML。",
        "The form has no such row{where}; it is not in the YAML.",
        "需要的话写进正文或 notes。",
        "Write it into the prose or notes if it matters.",
    ),
    "not-in-form/table": Words(
        "格式里没有这个表{where}，没有写入 YAML。",
        "The form has no such table{where}; it is not in the YAML.",
        "需要的话写进正文或 notes。",
        "Write it into the prose or notes if it matters.",
    ),
    "not-in-form/again": Words(
        "这个表{where}与前面的表是同样的行，只读了前面的表。",
        "This table{where} has the same rows as one before it; only that one was read.",
        "核对前面的表是不是本年度、本机关的数据。",
        "Check that the first one is the report's own: its year and its body.",
    ),
    "not-in-title": Words(
        "标题里没有机关名称，按正文写作“{found}”。",
        "The title does not name the body; “{found}” was taken from the text.",
        "请核对；不对时改 organ，或用 --organ 指明。",
        "Check it; if it is wrong change organ, or name it with --organ.",
    ),
    "not-in-title/year": Words(
        "标题里没有年份，按正文写作 {found}。",
        "The title does not name the year; {found} was taken from the text.",
        "请核对；不对时改 year，或用 --year 指明。",
        "Check it; if it is wrong change year, or name it with --year.",
    ),
    "left-out": Words(
        "有几行不是报告的内容，没有写入 YAML。",
        "Some lines are no part of the report; they are not in the YAML.",
        "请核对；属于报告的请补进正文。",
        "Check them; write what belongs to the report into its prose.",
    ),
    "left-out/above": Words(
        "正文前有 {count} 行不是报告的内容，没有写入 YAML：{found}",
        "Lines above the text that are no part of it, {count} in all, are not in the YAML: {found}",
        "请核对；属于报告的请补进正文。",
        "Check them; write what belongs to the report into its prose.",
    ),
    "left-out/among": Words(
        "正文中有 {count} 行不是报告的内容（页码、重复的标题等），没有写入 YAML：{found}",
        "Lines in the text that are no part of it, such as page numbers and headings said twice, "
        "{count} in all, are not in the YAML: {found}",
        "请核对；属于报告的请补进正文。",
        "Check them; write what belongs to the report into its prose.",
    ),
    "left-out/below": Words(
        "正文后有 {count} 行不是报告的内容，没有写入 YAML：{found}",
        "Lines below the text that are no part of it, {count} in all, are not in the YAML: {found}",
        "请核对；属于报告的请补进正文。",
        "Check them; write what belongs to the report into its prose.",
    ),
    "imported/organ": Words("标题里没有，取自正文", "not in the title; taken from the text"),
    "imported/cell": Words("“{found}”没有读出{where}", "“{found}” was not read{where}"),
    "imported/year": Words("原件正文写的是 {found} 年", "the original's prose says {found}"),
    "imported/unit": Words("原件为“{found}”", "the original has “{found}”"),
    "imported/unit-open": Words(
        "原件为“{found}”；格式没有写明单位，数字照原件",
        "the original has “{found}”; the form names no unit, so the number is as printed",
    ),
    "imported/row": Words("原件里没有找到", "not found in the original"),
    "imported/contradiction": Words(
        "原件{label}为 {found}，各项之和为 {sum}",
        "the original has {found} for {label}, its parts add up to {sum}",
    ),
    "imported/contradiction/formula": Words(
        "原件{label}为 {found}，照各数算得 {sum}",
        "the original has {found} for {label}, its figures work out to {sum}",
    ),
    "where": Words("（原件{place}）", " (in the original: {place})"),
    "where/stdout": Words("标准输出", "standard output"),
    "where/stderr": Words("标准错误", "standard error"),
    "where/page": Words("第{count}页", "page {count}"),
    "where/table": Words("第{count}个表", "table {count}"),
    "where/row": Words("第{count}行", "row {count}"),
    "where/line": Words("第{count}行", "line {count}"),
    # -- places in a Word file, and what a tag takes the place of ---------------------------
    "place/header": Words("页眉", "header, "),
    "place/footer": Words("页脚", "footer, "),
    "place/footnotes": Words("脚注", "footnotes, "),
    "place/endnotes": Words("尾注", "endnotes, "),
    "place/box": Words("{part}文本框{count} ", "{part}text box {count}, "),
    "place/paragraph": Words("{part}第{count}段", "{part}paragraph {count}"),
    "place/row": Words("{part}表{table} 第{row}行", "{part}table {table}, row {row}"),
    "place/cell": Words("{row}第{column}列{name}", "{row}, column {column}{name}"),
    "place/style": Words("样式 {name}", "style {name}"),
    "place/after": Words("在{row}之后", "behind {row}"),
    "place/within": Words("在表里", "into the table"),
    "place/before": Words("在{row}之前", "before {row}"),
    "place/right-of": Words("“{name}”右边", "at the right of “{name}”"),
    "place/left-of": Words("“{name}”左边", "at the left of “{name}”"),
    "place/tr": Words("行", "row"),
    "place/tc": Words("格", "cell"),
    "place/p": Words("段", "paragraph"),
    "place/r": Words("段同样格式的文字", "stretch of one format"),
    # -- templates --------------------------------------------------------------------------
    "unknown-format": Words(
        "没有输出格式 {found}。",
        "There is no output format {found}.",
        "可用：{known}；几种格式分开写，例如 -f docx -f txt。",
        "Use {known}; name several one by one, as in -f docx -f txt.",
    ),
    "unknown-format/draft": Words(
        "“{found}”不是模板的文件名。",
        "“{found}” is no name of a template.",
        "Word 模板以 .docx 结尾；文本模板叫 {known}。",
        "A Word template ends in .docx; text templates are called {known}.",
    ),
    "no-template": Words(
        "格式 {form} 没有 {format} 模板。",
        "The form {form} has no template for {format}.",
        "可用的输出：{known}。用 gendoc template draft {form} 生成模板。",
        "These outputs are at hand: {known}. gendoc template draft {form} makes templates.",
    ),
    "template-name": Words(
        "{where}“{text}”里的“{found}”不存在，是不是“{likely}”？",
        "{where} “{text}”: “{found}” does not exist. Did you mean “{likely}”?",
        "改成“{likely}”；gendoc template fields 列出全部名称。",
        "Write “{likely}”; gendoc template fields lists every name.",
    ),
    "template-name/unknown": Words(
        "{where}“{text}”里的“{found}”不存在。",
        "{where} “{text}”: “{found}” does not exist.",
        "格式里已经没有的行、列，从模板里删去；gendoc template fields 列出全部名称。",
        "Delete the row or column if the form has none any more; gendoc template fields lists "
        "every name.",
    ),
    "template-name/group": Words(
        "{where}“{text}”里的“{found}”是一组，不是一个数或一段文字，印不出来。",
        "{where} “{text}”: “{found}” is a group, which cannot be printed as one figure or text.",
        "写它里面的一个：{known}。行或列分成了几个的，在表里也分成几个。",
        "Name one of those in it: {known}. Where a row or column was split, split it in the table.",
    ),
    "template-name/list": Words(
        "{where}“{text}”里的“{found}”有好几个，不能一次印出。",
        "{where} “{text}”: “{found}” are several, which cannot be printed at once.",
        "用循环一个一个地印：for x in {found}；gendoc template fields 列出里面的名称。",
        "Print one after another in a loop: for x in {found}; gendoc template fields lists the "
        "names in it.",
    ),
    "template-name/keys": Words(
        "{where}“{text}”里的“{found}”是一组，循环只得到各项的名称，得不到内容。",
        "{where} “{text}”: “{found}” is a group, of which a loop gives the names and not what they "
        "stand for.",
        "逐个写里面的名称：{known}。",
        "Write those in it one by one: {known}.",
    ),
    "template-name/none": Words(
        "{where}“{text}”里的“{found}”不是数字也不是文字，印不出来。",
        "{where} “{text}”: “{found}” is no figure and no text, and cannot be printed.",
        "什么也不印的，写空文字 ''。",
        "Write an empty text, '', to print nothing.",
    ),
    "template-name/quoted": Words(
        "{where}“{text}”：“{found}”带着引号，印出的是这个词，不是它的内容。",
        "{where} “{text}”: “{found}” stands between quotes, so that the word itself is printed.",
        "去掉引号，写 {{{{ {found} }}}}。",
        "Take the quotes away: {{{{ {found} }}}}.",
    ),
    "template-name/row": Words(
        "{where}“{text}”里的“{found}”不是每份报告都有：{rows} 的行由各份报告自己给出。",
        "{where} “{text}”: not every report has “{found}”: each gives rows of its own to {rows}.",
        "要印每一行，用循环：for r in {rows}；每份报告都有的行，在格式里单列。",
        "Print every row in a loop: for r in {rows}; a row of all reports belongs into the form.",
    ),
    "template-unprinted": Words(
        "模板没有印出“{label}”的数字：{found}",
        "The template never prints figures of “{label}”: {found}",
        "{insert}插入一行（| 隔开各格）：{tags}",
        "Insert a row {insert}, | between its cells: {tags}",
    ),
    "template-unprinted/loop": Words(
        "模板没有印出“{label}”的各行：{found}",
        "The template never prints the rows of “{label}”: {found}",
        "{insert}插入三行。第一行只写 {{%tr for r in {loop} %}}；第二行（| 隔开各格）：{tags}；"
        "第三行只写 {{%tr endfor %}}",
        "Insert three rows {insert}: the first of {{%tr for r in {loop} %}} alone; the second, "
        "| between its cells: {tags}; the third of {{%tr endfor %}} alone",
    ),
    "template-unprinted/column": Words(
        "“{label}”的表没有印出“{column}”这一列：{found}",
        "The table of “{label}” never prints the column “{column}”: {found}",
        "先在{insert}插入一列，表头写“{head}”，再在它的各格写 {tags}",
        "First insert a column {insert} with the head “{head}”, then write into its cells: {tags}",
    ),
    "template-unprinted/cell": Words(
        "{where}没有印出“{label}”的“{column}”：{found}",
        "{where} does not print “{column}” of “{label}”: {found}",
        "在这一行“{column}”的格里写 {tags}。",
        "Write {tags} into the cell of “{column}” in this row.",
    ),
    "template-unprinted/table": Words(
        "模板没有印出“{label}”的表。",
        "The template never prints the table of “{label}”.",
        "运行 gendoc template draft {form} -o 新文件.docx，把这张表复制到“{after}”之后。",
        "Run gendoc template draft {form} -o new.docx, and copy the table from there to the place "
        "behind “{after}”.",
    ),
    "template-unprinted/text": Words(
        "模板没有印出“{label}”。",
        "The template never prints “{label}”.",
        "在它的位置写：{{{{ {found} }}}}",
        "Write in its place: {{{{ {found} }}}}",
    ),
    "template-unprinted/prose": Words(
        "模板没有印出“{label}”。",
        "The template never prints “{label}”.",
        "在它的位置写三段：第一段只写 {{%p for p in {found} %}}；"
        "第二段写 {{{{ p.head }}}}{{{{ p.text }}}}；第三段只写 {{%p endfor %}}",
        "Write three paragraphs in its place: {{%p for p in {found} %}} alone; "
        "{{{{ p.head }}}}{{{{ p.text }}}}; {{%p endfor %}} alone",
    ),
    "template-unprinted/more": Words(
        "模板还有 {count} 处没有印出：{label}",
        "The template never prints {count} more: {label}",
        "补上前面的，再运行一次。",
        "Put in those above, and run this again.",
    ),
    "name/organ": Words("机关", "the body"),
    "name/year": Words("年度", "the year"),
    "name/title": Words("标题", "the title"),
    "name/title_parts": Words("标题的各段", "the title in its parts"),
    "name/facts": Words("只有正文要用的数字", "figures that only prose uses"),
    "name/last": Words(
        "上年的数字、栏目和 facts，名称同上", "last year's figures, fields and facts, named alike"
    ),
    "name/notes": Words("表前表后的文字", "prose around the tables"),
    "name/sections": Words("各节，供文本模板用", "all sections, for text templates"),
    "name/id": Words("节的键", "its key"),
    "name/paragraphs": Words("段落", "its paragraphs"),
    "name/table": Words("表，用 draw 或 flat 画出", "its table, for the filters draw and flat"),
    "name/before": Words("表前的段落", "paragraphs before the table"),
    "name/after": Words("表后的段落", "paragraphs behind the table"),
    "name/fields": Words("栏目", "its fields"),
    "name/in_line": Words("栏目是否排成一行", "whether its fields stand in one line"),
    "name/head": Words("带编号的小标题", "the heading as printed, with its number"),
    "name/text": Words("文字", "the text"),
    "name/heading": Words("不带编号的小标题", "the heading without its number"),
    "name/label": Words("名称", "the label"),
    "reason/group": Words("印的是一组内容，不是一个值", "a group is printed as if it were a value"),
    "reason/none": Words("印的不是数字也不是文字", "what is printed is no figure and no text"),
    "reason/large": Words("数字太大，算不出来", "a number is too large to be calculated with"),
    "reason/number": Words("“{found}”不是数字", "“{found}” is no number"),
    "reason/filter-arguments": Words(
        "过滤器“{found}”的参数不对：小数位数写 0 到 8，如 round(2)；"
        "change 先写上年的数，如 change(上年的数, 1)",
        "the filter “{found}” does not take these arguments: 0 to 8 digits, as in round(2); change "
        "takes the number of before first, as in change(before, 1)",
    ),
    "reason/tag": Words("没有“{found}”这种语句", "there is no statement “{found}”"),
    "reason/word-tag": Words(
        "“{found}”只在 Word 模板里有用，文本模板里去掉它",
        "“{found}” is for Word templates; leave it out of text templates",
    ),
    "reason/end": Words("到模板末尾也没有收尾", "it is not closed before the template ends"),
    "reason/outside": Words(
        "“{found}”不在循环或条件里", "“{found}” stands in no loop or condition"
    ),
    "reason/empty": Words(
        "{found} 前面少了名称或算式", "a name or an expression is missing before {found}"
    ),
    "reason/name": Words("这里少了一个名称", "a name is missing here"),
    "reason/equals": Words("比较要写 ==", "a comparison is written =="),
    "reason/token": Words(
        "“{found}”的位置应当是“{wanted}”", "“{wanted}” is expected where “{found}” stands"
    ),
    "reason/bracket": Words(
        "“{found}”的前面少了“{wanted}”", "“{wanted}” is missing before “{found}”"
    ),
    "reason/closing": Words("“{found}”没有开头", "“{found}” closes nothing"),
    "reason/curly": Words("引号要用直引号", "quotes must be straight ones"),
    "reason/quote": Words("引号没有成对", "a quote is not closed"),
    "reason/character": Words("不能有字符“{found}”", "the character “{found}” means nothing here"),
    "reason/filter": Words(
        "没有过滤器“{found}”；可用的有 {known}",
        "there is no filter “{found}”; these are at hand: {known}",
    ),
    "reason/filter-likely": Words(
        "没有过滤器“{found}”，是不是“{likely}”；可用的有 {known}",
        "there is no filter “{found}”, perhaps “{likely}” is meant; these are at hand: {known}",
    ),
    "reason/test": Words("没有判断“{found}”", "there is no test “{found}”"),
    "reason/other-file": Words("模板不能引用别的文件", "a template cannot take in other files"),
    "reason/zero": Words("除数为零", "a division by zero"),
    "reason/types": Words(
        "数字与文字不能一起运算，空着的数字也是文字",
        "a number is calculated with a text, which an empty figure is too",
    ),
    "template-label": Words(
        "模板里的文字或次序与格式不同。",
        "A template has other words or another order than its form.",
    ),
    "template-label/row": Words(
        "{where}写的是“{text}”，格式里这一行叫“{label}”。",
        "{where} says “{text}”; the form calls this row “{label}”.",
        "格式改了的，把模板也改成“{label}”。"
        "有意用自己的说法，就在格式的这一行写上 also: [自己的说法]。",
        "Write “{label}”, if the form was changed. For words of your own give the row of the form "
        "also: [your words].",
    ),
    "template-label/column": Words(
        "{where}写的是“{text}”，格式里这一列叫“{label}”。",
        "{where} says “{text}”; the form calls this column “{label}”.",
        "格式改了的，把模板也改成“{label}”。"
        "有意用自己的说法，就在格式的这一列写上 also: [自己的说法]。",
        "Write “{label}”, if the form was changed. For words of your own give the column of the "
        "form also: [your words].",
    ),
    "template-label/lacking": Words(
        "{where}所在的表里没有写“{label}”。",
        "The table of {where} does not say “{label}”.",
        "格式改了的，把模板也改过来。"
        "有意用自己的说法，就在格式的这一行或列写上 also: [自己的说法]。",
        "Mend the template, if the form was changed. For words of your own give the row or column "
        "of the form also: [your words].",
    ),
    "template-label/text": Words(
        "模板里没有写{kind}“{label}”。",
        "The template does not say “{label}” ({kind}).",
        "格式改了的，把模板也改过来；有意不同的，不必理会。",
        "Mend the template, if the form was changed; leave it, if other words are meant.",
    ),
    "template-label/field": Words(
        "{where}“{text}”里的 {found} 前面没有写“{label}”。",
        "{where} “{text}”: “{label}” does not stand before {found}.",
        "格式改了的，把模板也改过来；有意不同的，不必理会。",
        "Mend the template, if the form was changed; leave it, if other words are meant.",
    ),
    "template-label/order-rows": Words(
        "{where}：“{label}”排在“{other}”后面，格式里在它前面。",
        "{where}: “{label}” stands behind “{other}”; the form has it before.",
        "把整行剪切到格式里的位置，连同标记。文本输出和读入都照格式的次序。",
        "Move the whole row with its tags. Text outputs and import follow the form's order.",
    ),
    "template-label/order-columns": Words(
        "{where}：“{label}”这一列排在“{other}”后面，格式里在它前面。",
        "{where}: the column “{label}” stands behind “{other}”; the form has it before.",
        "把整列剪切到格式里的位置，连同标记。文本输出和读入都照格式的次序。",
        "Move the whole column with its tags. Text outputs and import follow the form's order.",
    ),
    "template-label/order-sections": Words(
        "{where}：“{label}”排在“{other}”前面，格式里在它后面。",
        "{where}: “{label}” stands before “{other}”; the form has it behind.",
        "把整节剪切到格式里的位置，连同标记。文本输出照格式的次序。",
        "Move the whole section with its tags. Text outputs follow the form's order.",
    ),
    "template-label/more": Words(
        "模板还有 {count} 处与格式不同：{label}",
        "The template differs from the form in {count} more places: {label}",
        "改好前面的，再运行一次。",
        "Mend those above, and run this again.",
    ),
    "template-tag": Words("模板的标记写得不对。", "A tag of the template is wrong."),
    "template-tag/syntax": Words(
        "{where}“{text}”写得不对：{reason}。",
        "{where} “{text}”: {reason}.",
        "改正“{found}”。",
        "Mend “{found}”.",
    ),
    "template-tag/left": Words(
        "{where}“{text}”里的 {found} 没有成对，会原样印出或出错。",
        "{where} “{text}”: {found} is not part of a whole tag.",
        "在同一段里写全 {{{{ … }}}} 或 {{% … %}}。",
        "Write the whole {{{{ … }}}} or {{% … %}} in one paragraph.",
    ),
    "template-tag/wide": Words(
        "{where}“{text}”里的 {found} 用了全角括号，不会填上。",
        "{where} “{text}”: {found} has braces of Chinese text, and is not filled in.",
        "改成半角：{wanted}",
        "Use plain braces: {wanted}",
    ),
    "template-tag/apart": Words(
        "{where}“{text}”里的 {found} 多了一个空格，认不出来。",
        "{where} “{text}”: a space in {found} keeps it from being understood.",
        "连起来写：{wanted}",
        "Close it up: {wanted}",
    ),
    "template-tag/open": Words(
        "{where}“{text}”的 {found} 没有收尾。",
        "{where} “{text}”: this {found} is never closed.",
        "补上 {{%{scope} end{found} %}}。",
        "Add its {{%{scope} end{found} %}}.",
    ),
    "template-tag/crossed": Words(
        "{where}“{text}”的 {found} 与它上面的标记不配对。",
        "{where} “{text}”: this {found} does not close what was opened before it.",
        "开头和结尾要同一种（p、tr），在同一格或同一段正文里。",
        "Both ends are of one kind (p, tr), in one cell or both in the text.",
    ),
    "template-tag/empty": Words(
        "{where}的 {found} 独占一段，每次会多出一个空段或空行。",
        "{where}: {found} is alone in its paragraph and leaves an empty one each time.",
        "写成 {{%{better} … %}}。",
        "Write {{%{better} … %}}.",
    ),
    "template-tag/cells": Words(
        "{where}“{text}”的 {found} 没有在同一格里收尾，不能这样重复表格的行。",
        "{where} “{text}”: this {found} has no end in its cell, and cannot repeat table rows so.",
        "在上面加一行只写 {{%tr for … %}}，下面加一行只写 {{%tr endfor %}}。",
        "Put {{%tr for … %}} alone into a row above, and {{%tr endfor %}} alone into a row below.",
    ),
    "template-tag/row": Words(
        "{where}“{text}”：{found} 不是这一行设的，会印出另一行的数字。",
        "{where} “{text}”: this row does not set {found}; it would print another row's figures.",
        "在这一行第一格的文字前写 {{% set {found} = {set} %}}，或写全名。",
        "Write {{% set {found} = {set} %}} before the text of the row's first cell, or the whole "
        "name.",
    ),
    "template-tag/twice": Words(
        "{where}“{text}”：{found} 在{first}已经印过。",
        "{where} “{text}”: {found} is printed already, in {first}.",
        "行复制多了的删去一行，列写错了的改成本列的名称。",
        "Delete a row that was copied, or write the name of this column.",
    ),
    "template-tag/column": Words(
        "{where}“{text}”：{found} 在{first}已经印过，这一行的“{column}”却没有印出。",
        "{where} “{text}”: {found} is printed already, in {first}; “{column}” of this row is not.",
        "在“{column}”的格里写 {tags}。",
        "Write {tags} into the cell of “{column}”.",
    ),
    "template-tag/other-row": Words(
        "{where}“{text}”：这一行写的是“{other}”，印的却是“{label}”（{found}）。",
        "{where} “{text}”: this row is called “{other}” and prints “{label}” ({found}).",
        "改第一格里的 {{%p set r = … %}}，让这里印 {wanted}；或改正标签。",
        "Mend the {{%p set r = … %}} of its first cell, so that {wanted} is printed here, or the "
        "label.",
    ),
    "template-tag/other-loop": Words(
        "{where}“{text}”：这一行写的是“{other}”，循环印的却是“{label}”（{found}）。",
        "{where} “{text}”: this row is called “{other}”, and its loop prints “{label}” ({found}).",
        "把它上面的循环改成 {{%tr for r in {loop} %}}，或改正标签。",
        "Make the loop above it {{%tr for r in {loop} %}}, or mend the label.",
    ),
    "template-tag/other-column": Words(
        "{where}“{text}”：这一列写的是“{other}”，印的却是“{label}”（{found}）。",
        "{where} “{text}”: this column is called “{other}” and prints “{label}” ({found}).",
        "改成 {wanted} 的标记，或改正标签。",
        "Write the tag of {wanted}, or mend the label.",
    ),
    "template-tag/together": Words(
        "{where}“{text}”：这一格连着印 {found} 和 {other}，看上去是一个数字。",
        "{where} “{text}”: this cell prints {found} and {other} with nothing between.",
        "拆分单元格，每格一个数字；要印在一格里，就在中间写上文字。",
        "Split the cell, so that each has a number; or write some words between them.",
    ),
    "template-tag/ragged": Words(
        "{where}“{text}”：这一行占 {found} 列，表里其他行占 {count} 列，数字会印到别的列里。",
        "{where} “{text}”: this row covers {found} columns, others of the table {count}; figures "
        "stand in other columns.",
        "补上缺的格，或把多出的格并回去。",
        "Put back the cell that is missing, or merge those that are too many.",
    ),
    "template-tag/beside": Words(
        "{where}“{text}”：{found} 要独占一{unit}，同一{unit}里的其他文字和数字都会被删掉。",
        "{where} “{text}”: {found} takes its whole {unit} away, with all else that stands in it.",
        "让 {found} 单独占一{unit}，放在要重复的内容之前；收尾的标记也单独占一{unit}，放在之后。",
        "Put {found} alone into a {unit} before what it is about, its end alone into one behind.",
    ),
    "template-tag/beside-set": Words(
        "{where}“{text}”：{found} 要独占一段，同一段里的其他文字和数字都会被删掉。",
        "{where} “{text}”: {found} takes its whole paragraph away, with all else that stands in "
        "it.",
        "写成 {plain}，后面可以接着写文字；或让它单独占一段。",
        "Write {plain}, behind which text may stand, or put it alone into a paragraph.",
    ),
    "template-tag/quotes": Words(
        "{where}“{text}”的标记 {found} 里有弯引号。",
        "{where} “{text}”: there are curly quotes in {found}.",
        "改成直引号。",
        "Use straight quotes.",
    ),
    "template-tag/split": Words(
        "{where}“{text}”：标记被 {found} 隔断，补不起来。",
        "{where} “{text}”: a tag is split by {found}, which nothing mends.",
        "把整个标记删掉，一口气重新输入。",
        "Delete the tag and type it again in one go.",
    ),
    "template-tag/endnote": Words(
        "{where}“{text}”：尾注里的 {found} 不会填上，会原样印出。",
        "{where} “{text}”: {found} stands in an endnote, where nothing is filled in.",
        "移到正文或脚注里。",
        "Put it into the text or a footnote.",
    ),
    "template-tag/tracked": Words(
        "{where}“{text}”还有没接受的修订（共 {count} 段），会出现在每一份报告里。",
        "{where} “{text}” has tracked changes ({count} paragraphs have); every report shows them.",
        "在 Word 的“审阅”里接受全部修订并关闭修订，再检查一遍。",
        "Accept all changes under Review in Word, turn tracking off, and look it over again.",
    ),
    "template-tag/merged": Words(
        "{where}的循环“{found}”里有上下合并的格，重复后合并会断开。",
        "{where}: the loop “{found}” repeats cells that are merged downwards.",
        "取消合并，在这一格的文字前写 {{% vm %}}。",
        "Split the cells, and write {{% vm %}} before the text of the cell.",
    ),
    "template-font": Words(
        "{where}“{text}”只给西文指定了字体 {found}，没有中文字体。",
        "{where} “{text}” names the font {found} for Latin letters and none for Chinese.",
        "在 Word 的字体对话框里也选定中文字体。",
        "Choose a font for Asian text as well, in Word's font dialog.",
    ),
    "template-font/style": Words(
        "{where}只给西文指定了字体 {found}，没有中文字体。",
        "{where} names the font {found} for Latin letters and none for Chinese.",
        "在 Word 的样式设置里也选定中文字体。",
        "Choose a font for Asian text as well, among the settings of the style in Word.",
    ),
    "broken-template": Words(
        "模板不能用：{reason}",
        "The template cannot be used: {reason}",
        "在 Word 或编辑器里改正它：{where}",
        "Mend it in Word or an editor: {where}",
    ),
    "broken-template/tag": Words(
        "{where}“{found}”填不上：{reason}",
        "{where} “{found}” cannot be filled in: {reason}",
        "改正“{found}”。",
        "Mend “{found}”.",
    ),
    "broken-template/not-word": Words(
        "这不是 Word 文件（.docx），或已经损坏。",
        "This is no Word file (.docx), or a damaged one.",
        "在 Word 里另存为 .docx，或用 gendoc template draft 格式 --force 重新生成。",
        "Save it as .docx in Word, or make it anew: gendoc template draft FORM --force",
    ),
    "broken-template/torn": Words(
        "填好以后不再是完整的 Word 文件：有循环或条件从一格、一行、一段的中间开始，到另一处结束。",
        "Filled in it is no whole Word file: a loop or condition begins inside one cell, row or "
        "paragraph and ends inside another.",
        "把开头和结尾的标记放在同一段里，或写成各自独占一行、一段的 {{%tr … %}}、{{%p … %}}。",
        "Put both ends into one paragraph, or alone into rows or paragraphs: {{%tr … %}}, "
        "{{%p … %}}.",
    ),
    # -- building ---------------------------------------------------------------------------
    "no-project": Words(
        "这里和上级文件夹都没有 data 文件夹。",
        "There is no data folder here or above.",
        "到项目文件夹里运行，或写明路径：gendoc build 路径",
        "Go to the project's folder, or name a path: gendoc build PATH",
    ),
    "no-reports": Words(
        "没有找到报告（*.yaml）。",
        "No report (*.yaml) was found.",
        "报告文件以 .yaml 或 .yml 结尾；用 gendoc new 生成一份。",
        "Reports end in .yaml or .yml; make one with gendoc new.",
    ),
    "same-output": Words(
        "与 {other} 的输出同名，都是“{found}”。",
        "This report and {other} would both be written to “{found}”.",
        "改正机关名称或年份，或删去其中一份。",
        "Correct the organ or year, or remove one of the two.",
    ),
    "cannot-write": Words(
        "无法写入：{reason}。",
        "It cannot be written: {reason}.",
        "如果它正在 Word 或 WPS 里打开，先关闭；再检查文件夹的写入权限。",
        "Close it if it is open in Word or WPS, then check that the folder may be written to.",
    ),
    "cannot-write/EACCES": Words(
        "无法写入：没有权限，或文件正在别的程序里打开。",
        "It cannot be written: you may not, or the file is open in another program.",
        "先在 Word 或 WPS 里关闭它，再检查文件夹的写入权限。",
        "Close it in Word or WPS, then check that the folder may be written to.",
    ),
    "cannot-write/EEXIST": Words(
        "无法写入：这里已有同名的文件，建不成文件夹。",
        "It cannot be written: a file of that name is where the folder should be.",
        "换一个输出文件夹，或移走那个文件。",
        "Choose another output folder, or move that file away.",
    ),
    "cannot-write/ENOTDIR": Words(
        "无法写入：路径中间有一段是文件，不是文件夹。",
        "It cannot be written: a part of the path is a file, not a folder.",
        "检查输出路径。",
        "Check the output path.",
    ),
    "cannot-write/EISDIR": Words(
        "无法写入：这里已有同名的文件夹。",
        "It cannot be written: a folder of that name is there.",
        "移走那个文件夹，或换一个输出位置。",
        "Move that folder away, or write somewhere else.",
    ),
    "cannot-write/ENOSPC": Words(
        "无法写入：磁盘已满。",
        "It cannot be written: the disk is full.",
        "腾出空间后再运行。",
        "Make room, then run it again.",
    ),
    "cannot-write/EBADF": Words(
        "无法写入：它已经关闭。",
        "It cannot be written: it is closed.",
        "不要用 >&- 关闭它；不想看到的内容，用 > /dev/null 丢弃。",
        "Do not close it with >&-; throw away with > /dev/null what you do not want to see.",
    ),
    "cannot-write/EROFS": Words(
        "无法写入：这个磁盘是只读的。",
        "It cannot be written: this disk is read-only.",
        "用 -o 指定别的输出文件夹。",
        "Choose another output folder with -o.",
    ),
    "cannot-write/ENAMETOOLONG": Words(
        "无法写入：路径太长，系统不接受。",
        "It cannot be written: the path is longer than the system takes.",
        "缩短文件夹的名称，或换一个输出文件夹。",
        "Shorten the names of the folders, or choose another output folder.",
    ),
    "process-ended": Words(
        "处理这份报告的进程被中途结束了（{reason}），这份报告没有做完，其余的照常进行。",
        "The process that was at this report was ended ({reason}); the report was not done, and "
        "the others went on.",
        "再运行一次。多半是内存不够：关掉别的程序，或用 --jobs 1。仍然停在这一份时，请告诉维护者。",
        "Run it again. Most likely memory ran out: close other programs, or use --jobs 1. If it "
        "is this report each time, tell the maintainers.",
    ),
    "changed-by-hand": Words(
        "gendoc 写出后有人改过它，改过的一份已存为“{kept}”。",
        "It was changed after gendoc wrote it; the changed file is kept as “{kept}”.",
        "把改动写回 YAML，再删去那一份。",
        "Bring the changes into the YAML, then remove that file.",
    ),
    "missing-output": Words(
        "还没有生成。",
        "It has not been built.",
        "运行 gendoc build。",
        "Run gendoc build.",
    ),
    "stale-output": Words(
        "与现在会生成的内容不同，从这一行起。",
        "It is not what would be built now, from this line on.",
        "运行 gendoc build；只应改 YAML 和模板，不改输出。",
        "Run gendoc build; change the YAML and the templates, not the outputs.",
    ),
    "stale-output/part": Words(
        "与现在会生成的内容不同（{part}）。",
        "It is not what would be built now ({part}).",
        "运行 gendoc build。",
        "Run gendoc build.",
    ),
    "stale-output/by-hand": Words(
        "与现在会生成的内容不同（{part}），有人改过它，或者文件已损坏。",
        "It is not what would be built now ({part}); it was changed by hand, or is damaged.",
        "把改动写回 YAML，再运行 gendoc build。",
        "Bring the changes into the YAML, then run gendoc build.",
    ),
    "already-there": Words(
        "文件已经存在，没有覆盖。",
        "The file exists already and was left as it is.",
        "换一个文件名，或先移走它。",
        "Choose another name, or move it away.",
    ),
    "already-there/force": Words(
        "文件已经存在，没有覆盖。",
        "The file exists already and was left as it is.",
        "换一个文件名，先移走它，或者加上 --force 覆盖它。",
        "Choose another name, move it away, or replace it with --force.",
    ),
    "not-carried": Words(
        "“{label}”没有沿用。",
        "“{label}” was not taken over.",
        "对照上年的报告，在新的报告里填写。",
        "Fill it in anew, with last year's report beside you.",
    ),
    "not-carried/unread": Words(
        "上年的“{label}”读不出来，没有沿用。",
        "“{label}” of last year could not be read and was not taken over.",
        "在新的报告里填写。",
        "Write it in the new report.",
    ),
    "not-carried/figure": Words(
        "“{label}”要取自上年的数字读不出来，没有填。",
        "The figure of last year that gives “{label}” could not be read; it is left open.",
        "先改正上年的报告，或在新的报告里填写。",
        "Mend last year's report first, or fill it in in the new one.",
    ),
    "not-carried/its-year": Words(
        "“{label}”说明的是那一年的数字，没有沿用。",
        "“{label}” is about the figures of its own year and was not taken over.",
        "新的一年也需要时，重新写。",
        "Write it anew if the new year needs it.",
    ),
    "not-carried/form": Words(
        "格式 {form} 没有“{label}”，没有沿用。",
        "The form {form} has no “{label}”; it was not taken over.",
        "内容仍然有用时，抄进别的部分。",
        "Copy it into another part if it is still of use.",
    ),
    "not-carried/version": Words(
        "上年的报告按格式 {form} 第 {found} 版编写，现在是 {version}；名称相同的键照样沿用。",
        "This report was written for version {found} of {form}, now {version}; what has the same "
        "keys was taken over.",
        "核对沿用的内容是不是同一回事。",
        "See whether they still mean the same.",
    ),
    "not-carried/gap": Words(
        "这份报告不是 {next} 年的上一年，没有用它来填“{label}”。",
        "This report is not of the year before {next}; it does not give “{label}”.",
        "按上一年的报告填写。",
        "Fill it in from the report of the year before.",
    ),
    "carried/prose": Words(
        "沿用 {year} 年的文字，请核对", "As in {year}; see whether it still holds"
    ),
    "carried/numbers": Words(
        "下面是 {year} 年的文字，里面有 {found}；改写后删去这一行",
        "Below is the text of {year}, with {found}; rewrite it, then delete this line",
    ),
    "carried/rewrite": Words(
        "下面是 {year} 年的文字；改写后删去这一行",
        "Below is the text of {year}; rewrite it, then delete this line",
    ),
    # -- conditions in words ----------------------------------------------------------------
    "worded/and": Words("且", "and"),
    "worded/or": Words("或", "or"),
    "worded/not": Words("非", "not"),
    "worded/in": Words("在", "in"),
    "worded/is-yes": Words("“{label}”为是", "“{label}” is yes"),
    "worded/is-no": Words("“{label}”为否", "“{label}” is no"),
    "worded/is": Words("{label}（为 {found}）", "{label} ({found})"),
    "worded/last": Words("上年{label}", "last year's {label}"),
    "across/count": Words("{label}的行数", "{label} (number of rows)"),
    "across/sum": Words("{label}（各行之和）", "{label} (sum of rows)"),
    "across/min": Words("{label}（各行最小）", "{label} (least of rows)"),
    "across/max": Words("{label}（各行最大）", "{label} (most of rows)"),
    "carried/before": Words("{year} 年：{found}", "{year}: {found}"),
    "carried/figure": Words("取自 {year} 年的报告", "from the report of {year}"),
    # -- the command line -------------------------------------------------------------------
    "severity/error": Words("错误", "error"),
    "severity/warning": Words("警告", "warning"),
    "severity/note": Words("说明", "note"),
    "waived": Words("（已豁免）", "(waived) "),
    "explain/bad": Words("不对：", "Wrong:"),
    "explain/good": Words("正确：", "Right:"),
    "explain/source": Words("依据：", "Source: "),
    "unknown-name": Words(
        "没有名为“{found}”的问题或核对项，是不是“{likely}”？",
        "There is no problem or check “{found}”. Did you mean “{likely}”?",
    ),
    "unknown-name/unknown": Words(
        "没有名为“{found}”的问题或核对项。",
        "There is no problem or check “{found}”.",
    ),
    "help-label": Words("改法：", "help: "),
    "wrote": Words("已写出 {path}", "wrote {path}"),
    "unchanged": Words("没有变化 {path}", "unchanged {path}"),
    "summary/imported": Words(
        "{path}：{form}，读出 {read}/{expected} 个数，{contradictions} 处合计与各项不符。",
        "{path}: {form}, {read} of {expected} figures read, {contradictions} contradictions.",
    ),
    "summary/built": Words(
        "{reports} 份报告，写出 {files} 个文件，用时 {seconds} 秒。",
        "Reports: {reports}, files written: {files}, in {seconds} s.",
    ),
    "summary/built-again": Words(
        "{reports} 份报告，写出 {files} 个文件，{unchanged} 个没有变化，用时 {seconds} 秒。",
        "Reports: {reports}, files written: {files}, unchanged: {unchanged}, in {seconds} s.",
    ),
    "summary/verified": Words(
        "{reports} 份报告，比对 {files} 个文件，没有写入，用时 {seconds} 秒。",
        "Reports: {reports}, files compared: {files}, none written, in {seconds} s.",
    ),
    "summary/status": Words("{reports} 份报告：{found}。", "Reports: {reports} ({found})."),
    "summary/lacking": Words(
        "{count} 个机关还没有 {year} 年的报告：{found}。",
        "Without a report for {year}: {count} ({found}).",
    ),
    "status/columns": Words(
        "机关 年度 格式 已填 错误 警告 输出", "organ year form filled errors warnings outputs"
    ),
    "status/missing": Words("未生成", "not built"),
    "status/changed": Words("手工改过", "changed by hand"),
    "status/stale": Words("已过期", "stale"),
    "status/current": Words("已生成", "built"),
    "init/made": Words("已建立 {path}/", "made {path}/"),
    "init/wrote": Words("已写出 {path}", "wrote {path}"),
    "init/there": Words("已有 {path}，没有改动", "{path} was there and is as it was"),
    "init/lacks": Words(
        "已有 {path}，没有改动；请加上：{missing}",
        "{path} was there and is as it was; please add: {missing}",
    ),
    "init/next": Words(
        "下一步：{where}gendoc new 格式 --organ 机关 --year 年度（gendoc forms 列出格式）",
        "Next: {where}gendoc new FORM --organ NAME --year YEAR (gendoc forms lists the forms)",
    ),
    "summary/carried": Words("沿用：{found}。", "Taken over: {found}."),
    "summary/to-answer": Words(
        "重新填写（旁边注有上年的内容）：{found}。",
        "To be filled in anew, with last year's beside it: {found}.",
    ),
    "summary/to-revise": Words(
        "待改写（删去“~”那一行才能生成）：{found}。",
        "To be revised (nothing is built until its “~” is deleted): {found}.",
    ),
    "summary/checked": Words("{reports} 份报告。", "Reports: {reports}."),
    "summary/linted": Words("没有发现问题：{found}", "Nothing is wrong with {found}"),
    "summary/fine": Words("没有发现问题。", "No problem was found."),
    "summary/stale-schema": Words(
        "编辑器用的 {found} 不是按现在的格式写的，gendoc build 或 gendoc init 会更新。",
        "What editors use, {found}, is not of the forms as they are now; gendoc build or gendoc "
        "init renews it.",
    ),
    "summary/no-last-year": Words(
        "{reports} 份在项目里没有上年的报告可比（说明[no-last-year]）。",
        "Without last year's report to compare with: {reports} (note[no-last-year]).",
    ),
    "summary/problems": Words(
        "错误 {errors} 个，警告 {warnings} 个，豁免 {waived} 个。",
        "Errors: {errors}, warnings: {warnings}, waived: {waived}.",
    ),
    "summary/failed": Words("{failed} 份没有写出。", "Not written: {failed}."),
    "bug": Words(
        "gendoc 自己出了错，不是您的文件的问题：{error}",
        "gendoc has a bug; your file is not to blame: {error}",
        "请把上面的内容报告给维护者。",
        "Please report the text above to the maintainers.",
    ),
    "wrong-use": Words(
        "命令写得不对：{detail}",
        "Wrong use: {detail}",
        "{command} --help 列出用法。",
        "{command} --help shows the usage.",
    ),
    "wrong-use/NoSuchOption": Words("没有选项 {name}。", "There is no option {name}."),
    "wrong-use/MissingParameter": Words("缺少 {name}。", "{name} is missing."),
    "wrong-use/BadParameter": Words(
        "{name} 的值不对（{detail}）。", "{name} has a wrong value ({detail})."
    ),
    "summary/interrupted": Words(
        "已中断，还有 {left} 份没有做；写出的文件都是完整的。",
        "Interrupted; {left} were not done, and every file written is whole.",
    ),
    "progress/rate": Words("每秒 {rate} 份", "{rate} a second"),
    "progress/problems": Words("问题 {problems}", "problems {problems}"),
    "interrupted": Words(
        "已中断；写出的文件都是完整的。", "Interrupted; every file written is whole."
    ),
    # -- help -------------------------------------------------------------------------------
    "help/gendoc": Words(
        "把 YAML 里的数字和文字核对好，生成法定格式的 Word 和纯文本报告。",
        "Statutory reports from YAML: checked figures, standard Word and plain-text files.",
    ),
    "help/lang": Words("提示语言：zh 或 en", "Language of messages: zh or en"),
    "help/version": Words("显示版本", "Show the version"),
    "help/build": Words(
        "核对并生成报告。不写路径时，生成最近的项目文件夹里 data/ 下的全部报告。",
        "Check and build reports: everything in data/ of the nearest project folder by default.",
    ),
    "help/check": Words(
        "只核对，不写文件，列出全部问题。", "Check only: list every problem and write nothing."
    ),
    "help/status": Words(
        "每份报告一行：填了多少、错误、警告、输出是否最新。",
        "One line a report: filled in, errors, warnings, and whether its outputs are fresh.",
    ),
    "help/status-format": Words("表格，或供程序读的 JSON", "A table, or JSON for programs"),
    "help/verify": Words(
        "不写文件；输出缺少或与会生成的不同就算不通过",
        "Write nothing; fail when an output is missing or is not what would be built",
    ),
    "help/init": Words(
        "建立项目文件夹：data/，以及 git 和 VS Code 的设置；已有的文件不动。",
        "Make a project folder: data/, and settings for git and VS Code; what is there stays.",
    ),
    "help/init-dir": Words("文件夹（默认为当前文件夹）", "The folder (the current one)"),
    "help/import": Words(
        "把已发布的报告（docx、html、txt、csv、pdf）读成 YAML。",
        "Read published reports (docx, html, txt, csv, pdf) into YAML.",
    ),
    "help/documents": Words("已发布的报告", "published reports"),
    "help/import-out": Words(
        "写到这个文件；是文件夹时写到其中的 机关/年份.yaml",
        "the file to write; in a folder NAME/YEAR.yaml is written",
    ),
    "help/import-form": Words(
        "按这种格式读，不自动辨认", "read it on this form rather than find out"
    ),
    "help/import-organ": Words("机关名称，代替标题里的", "the body, in place of the title's"),
    "help/import-year": Words("年份，代替标题里的", "the year, in place of the title's"),
    "help/new": Words(
        "生成一份待填的报告：空的，或者从上年的报告沿用（--from）。",
        "Write a report to be filled in: empty, or beginning with last year's (--from).",
    ),
    "help/forms": Words("列出可用的格式。", "List the forms at hand."),
    "help/schema": Words(
        "输出 JSON Schema，供编辑器补全和提示；不写格式时包括全部格式。",
        "Print a JSON Schema for editors, of one form or of all.",
    ),
    "help/explain": Words(
        "说明一个问题或核对项：意思、依据、怎样改。",
        "Explain a problem or check: what it means, its source, how to mend it.",
    ),
    "help/name": Words(
        "问题或核对项的名称；不写则列出全部", "Name of a problem or check; all of them without it"
    ),
    "help/template": Words("格式的模板。", "A form's templates."),
    "help/template-lint": Words(
        "不用数据就检查模板：名称、标记、字体，以及没有印出的数字。",
        "Look a template over before any data: names, tags, fonts, figures that it never prints.",
    ),
    "help/template-file": Words(
        "要检查的模板文件（默认格式的全部模板）", "The template file (all of the form's)"
    ),
    "help/template-fields": Words(
        "列出模板可以用的全部名称、标签和类型。",
        "List every name that a template may use, with its label and type.",
    ),
    "help/template-copy": Words(
        "把格式的模板复制到项目的 templates 里，供修改；--as 把整个格式复制为一个新格式。",
        "Copy a form's templates into the project, to be changed; with --as the whole form.",
    ),
    "help/as": Words("新格式的 id", "The id of a new form"),
    "help/tree-format": Words("怎样列出：text 或 json", "How they are told: text or json"),
    "origin/shipped": Words("随 gendoc 提供", "shipped"),
    "origin/own": Words("本项目", "project"),
    "help/template-draft": Words(
        "由 form.yaml 排出 Word 模板的初稿。", "Draft a form's Word template from its form.yaml."
    ),
    "help/paths": Words("报告文件或文件夹", "Report files or folders"),
    "help/out": Words("输出文件夹（默认为项目下的 build）", "Output folder (build in the project)"),
    "help/format": Words(
        "输出格式，可写多次：docx、txt、flat、json（默认 docx 和 txt）",
        "Output format, repeatable: docx, txt, flat, json (docx and txt)",
    ),
    "help/wrap": Words(
        "纯文本每行最多多少列，0 为不折行", "Columns of a line of plain text, 0 for no wrapping"
    ),
    "help/jobs": Words(
        "同时用几个进程；不写则按报告数和处理器核数定",
        "Processes to use at once; by the number of reports and of cores if left out",
    ),
    "help/output-format": Words("问题的输出方式", "How problems are told"),
    "help/strict": Words("有警告也算不通过", "Fail on warnings as well"),
    "help/show-waived": Words("列出被豁免的问题", "List the problems that are waived"),
    "help/form": Words("格式名，见 gendoc forms", "A form, see gendoc forms"),
    "help/organ": Words("机关名称", "The body that reports"),
    "help/year": Words("报告年度", "The year reported on"),
    "help/new-from": Words(
        "从这份报告（一般是上年的）沿用机关、文字和上年结转，FORM、--organ、--year 可以不写",
        "Last year's report: takes over body, prose and carried-over figures; FORM, --organ and "
        "--year may then be left out",
    ),
    "help/new-out": Words(
        "写到哪个文件（默认 data/机关/年度.yaml）", "File to write (data/ORGAN/YEAR.yaml)"
    ),
    "help/draft-out": Words(
        "写到哪个文件（默认格式文件夹里的 report.docx）",
        "File to write (report.docx in the form's folder)",
    ),
    "help/force": Words("覆盖已有的文件", "Overwrite an existing file"),
}
