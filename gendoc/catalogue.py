"""Why each problem is one: its reason with its source, a bad and a good example.

The words of the messages themselves are in `messages.py`; checks that a form declares carry their
reason in the form's own `basis`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gendoc.form import Check, Form
from gendoc.messages import CATALOGUE, Language, Words
from gendoc.problem import Bilingual, Severity


class Reason(NamedTuple):
    """Why a problem is told, in both languages, with YAML that has it and YAML that has not."""

    zh: str
    en: str
    bad: str | Bilingual
    good: str | Bilingual
    severity: Severity = Severity.ERROR


WIDE = 80
"""Characters of values that are explained in one line."""
WARNING, NOTE = Severity.WARNING, Severity.NOTE

REASONS: dict[str, Reason] = {
    # -- reading a file ---------------------------------------------------------------------
    "cannot-read": Reason(
        "文件不存在、没有权限，或者是一个文件夹。",
        "The file is not there, may not be read, or is a folder.",
        "gendoc check data/某镇/2042.yaml",
        "gendoc check data/某镇/2024.yaml",
    ),
    "file-too-large": Reason(
        "一份报告只有几十 KB；超过 2 MiB 的文件一定不是报告，读它只会占满内存。",
        "A report has a few dozen kilobytes; a file over 2 MiB is none and would only fill memory.",
        Bilingual("data/照片.yaml（100 MB）", "data/pictures.yaml (100 MB)"),
        Bilingual("data/某镇/2024.yaml（9 KB）", "data/某镇/2024.yaml (9 KB)"),
    ),
    "wrong-encoding": Reason(
        "YAML 规定用 Unicode（YAML 1.1 第 5.1 节）；按错误的编码读，汉字会变成别的字。",
        "YAML is Unicode (YAML 1.1, 5.1); read in a wrong encoding, characters turn into others.",
        Bilingual("另存为 → 编码：ANSI", "Save as → Encoding: ANSI"),
        Bilingual("另存为 → 编码：UTF-8", "Save as → Encoding: UTF-8"),
    ),
    "empty-file": Reason(
        "空文件里没有任何数字可核对。",
        "An empty file has nothing to check.",
        Bilingual("# 待填", "# to be filled in"),
        "form: disclosure-2021",
    ),
    "control-character": Reason(
        "XML 1.0 第 2.2 节不允许这些字符，Word 打不开含有它们的文件。",
        "XML 1.0, 2.2 does not allow these characters; Word does not open a file that holds one.",
        'other_matters: "没有\\u0007其他事项"',
        "other_matters: 没有其他事项",
    ),
    "tab-indent": Reason(
        "YAML 1.1 第 4.1 节：缩进不得用制表符，因为各编辑器显示的宽度不同。",
        "YAML 1.1, 4.1: no tabs in indentation, since editors show them at different widths.",
        "disclosure:\n\trules: 0",
        "disclosure:\n  rules: 0",
    ),
    "yaml-syntax": Reason(
        "写法不合 YAML，后面的内容读不出来。",
        "The text is not YAML, and nothing after it can be read.",
        "new: [1, 0, 0, 0, 0, 0",
        "new: [1, 0, 0, 0, 0, 0]",
    ),
    "several-documents": Reason(
        "一个文件一份报告，改动才能逐份审阅。",
        "One file holds one report, so that changes can be reviewed report by report.",
        "year: 2023\n---\nyear: 2024",
        "year: 2024",
    ),
    "too-deep": Reason(
        "报告最多嵌套五六层；一百层以上只会是误敲或恶意文件。",
        "A report nests five or six levels; beyond a hundred it is a slip or an attack.",
        "new: [[[[[[…]]]]]]",
        "new: [1, 0, 0, 0, 0, 0]",
    ),
    "too-many-values": Reason(
        "层层引用的锚点展开后可达数十亿个值，会耗尽内存。",
        "Anchors that refer to one another expand to billions of values and exhaust memory.",
        "b: &b [*a, *a]\nc: &c [*b, *b]",
        "b: 0",
    ),
    "unknown-alias": Reason(
        "* 开头在 YAML 里是引用，必须先有同名的锚点 &。",
        "A value that begins with * refers to an anchor & of that name.",
        "other_matters: *无",
        'other_matters: "*无"',
    ),
    "yaml-tag": Reason(
        "值是什么类型由栏目决定，写上类型标记只会产生歧义。",
        "The field decides what a value means; a tag could only contradict it.",
        "year: !!int 2024",
        "year: 2024",
    ),
    "key-not-text": Reason(
        "键是栏目名，只能是一个词；文字以 {{ 开头而不加引号时 YAML 也会读成这样。",
        "Keys name fields; a text that begins with {{ without quotes is read like this, too.",
        "overview: {{ year }}",
        'overview: "{{ year }}"',
    ),
    "duplicate-key": Reason(
        "YAML 1.1 第 3.2.1 节：键不得重复；多数程序只留最后一个，前一个数字就丢了。",
        "YAML 1.1, 3.2.1: keys are unique; most programs keep the last and lose the first number.",
        "{issued: 0, issued: 1}",
        "{issued: 1, repealed: 0}",
    ),
    # -- what a report holds ----------------------------------------------------------------
    "unknown-form": Reason(
        "报告要按某一种格式核对和排版。",
        "A report is checked and laid out after a form.",
        "form: disclosure-2012",
        "form: disclosure-2021",
    ),
    "unknown-key": Reason(
        "写错的键会使数字不被采用，所以一律指出。",
        "A misspelt key would leave a number unused, so each one is told.",
        "normativ: {issued: 2}",
        "normative: {issued: 2}",
    ),
    "missing-key": Reason(
        "格式要求的内容不能缺；政府信息公开年报的内容由《条例》第五十条规定。",
        "What the form asks for must be there; in reports on disclosure article 50 asks for it.",
        "organ: 某镇",
        "organ: 某镇\nyear: 2024",
    ),
    "not-filled-in": Reason(
        "~ 是 gendoc new 留下的空位；空着发布与填 0 不是一回事。",
        "~ is the gap that gendoc new leaves; a blank is not the same as 0.",
        "new: ~",
        "new: 0",
    ),
    "missing-figure": Reason(
        "表上每一格都要有数；漏掉的一格不能当作 0。",
        "Every cell of the table needs a number; a forgotten one is not 0.",
        "rules: {issued: 0, repealed: 0}",
        "rules: {issued: 0, repealed: 0, in_force: 0}",
    ),
    "wrong-type": Reason(
        "栏目决定值的类型：件数是整数，金额是数字，正文是文字。",
        "The field decides the type: counts are whole numbers, amounts numbers, prose text.",
        "issued: 22件",
        "issued: 22",
    ),
    "wrong-length": Reason(
        "列表按表头的顺序逐列对应，多一个少一个都会错列。",
        "A list follows the columns in order; one too many or too few shifts them all.",
        "new: [126, 2]",
        "new: [126, 2, 0, 0, 0, 0]",
    ),
    "wrong-choice": Reason(
        "这一栏只有几种取值。",
        "This field takes one of a few values.",
        "level: village",
        "level: township",
    ),
    "wrong-year": Reason(
        "报告年度是四位数字，且在该格式的适用年份之内。",
        "The year has four digits and is one that the form is for.",
        "year: 2019",
        "year: 2024",
    ),
    "form-version": Reason(
        "格式的主版本变了，键的含义可能也变了；报告要写明它按哪一版编写。",
        "With another major version keys may mean other things; a report says which it is for.",
        Bilingual(
            "form: disclosure-2021@2  # 格式是 1.0", "form: disclosure-2021@2  # the form is 1.0"
        ),
        "form: disclosure-2021",
    ),
    "wrong-pattern": Reason(
        "格式规定了这一项的写法，例如标识码的位数。",
        "The form says how this is written, such as the number of digits of a code.",
        "site_code: 34112",
        "site_code: 3411250001",
    ),
    "must-be-empty": Reason(
        "另一项的回答已经说明没有这件事，这里再填就互相矛盾。",
        "Another answer says that there is none of it; both cannot be true.",
        "media: {has: 否}\nweibo: {name: 某县发布}",
        "media: {has: 否}",
        WARNING,
    ),
    "ambiguous-number": Reason(
        "YAML 1.1 把 012 读成 10、12:30 读成 750，YAML 1.2 则不然；同一个文件会有两个数。",
        "YAML 1.1 reads 012 as 10 and 12:30 as 750, YAML 1.2 does not: one file, two numbers.",
        "issued: 012",
        "issued: 12",
    ),
    "thousands-separator": Reason(
        "逗号在 YAML 里分隔各项，1,000 可能变成 1 和 000 两项。",
        "Commas separate items in YAML; 1,000 may become the two items 1 and 000.",
        "decisions: 1,000",
        "decisions: 1000",
    ),
    "negative-number": Reason(
        "件数和金额不会小于零。",
        "Counts and amounts are never below zero.",
        "issued: -3",
        "issued: 3",
    ),
    "decimal-count": Reason(
        "件数是整数。",
        "A count is a whole number.",
        "issued: 2.0",
        "issued: 2",
    ),
    "too-many-digits": Reason(
        "全国合计也不到十二位；位数太多多半是敲重了，或单位弄错。",
        "Even national totals have fewer than twelve digits; more are a slip or a wrong unit.",
        "decisions: 4039040390403",
        "decisions: 40390",
    ),
    "unusable-name": Reason(
        "输出文件以标题命名，Windows 不允许文件名里有这些字符和名称。",
        "Files are named after the title, and Windows does not allow these characters and names.",
        "organ: 某县/某镇",
        "organ: 某县某镇",
    ),
    "title-too-long": Reason(
        "Word 的文档属性最多容纳 255 个字符。",
        "A property of a Word document holds 255 characters.",
        Bilingual("title: （三百字的标题）", "title: (three hundred characters)"),
        "title: 某镇2024年政府信息公开工作年度报告",
    ),
    "bad-name": Reason(
        "正文要用 {{ facts.名称 }} 引用它，名称不能有空格，也不能以数字开头。",
        "Prose refers to it as {{ facts.name }}; a name has no spaces and begins with a letter.",
        "facts: {3d: 3}",
        "facts: {items_3d: 3}",
    ),
    "numbered-heading": Reason(
        "序号由输出统一编排，调整顺序时不会错号。",
        "Numbers are added on output, so that they stay right when headings move.",
        "heading: （一）主动公开",
        "heading: 主动公开",
        WARNING,
    ),
    "lost-text": Reason(
        "YAML 1.1 第 6.6 节：空格后的 # 开始一段注释。",
        "YAML 1.1, 6.6: a # after a space begins a comment.",
        "text: 坚持 #1号文件的要求",
        'text: "坚持 #1号文件的要求"',
        WARNING,
    ),
    "bare-number": Reason(
        "正文印出来的是文字，只印一个 0 会让人看不懂。",
        "Prose is printed as it stands; a lone 0 tells the reader nothing.",
        "other_matters: 0",
        "other_matters: 没有其他需要报告的事项。",
        WARNING,
    ),
    "stray-braces": Reason(
        "只有两个半角花括号里的名称会换成数字。",
        "Only names in two plain braces are filled in.",
        "收到｛｛ applications.new.total ｝｝件",
        "收到{{ applications.new.total }}件",
        WARNING,
    ),
    "undefined-name": Reason(
        "名称写错时，许多工具悄悄印成空白；gendoc 一定指出。",
        "Many tools print nothing for a misspelt name; gendoc always tells.",
        "{{ applications.new.totl }}",
        "{{ applications.new.total }}",
    ),
    "bad-expression": Reason(
        "正文里只做取数和简单运算；循环、调用之类既难审阅，也不安全。",
        "Prose takes figures and simple arithmetic; loops and calls are neither readable nor safe.",
        "{{ organ.upper() }}",
        "{{ organ }}",
    ),
    # -- checks -----------------------------------------------------------------------------
    "wrong-total": Reason(
        "合计等于各分项之和，由表的栏目名称可知；见过已发布的报告总计印作 0，各项却不是 0。",
        "A total is the sum of its parts, as its label says; published reports get it wrong.",
        "review: {corrected: 4, total: 0}",
        "review: {corrected: 4}",
    ),
    "unknown-waiver": Reason(
        "名称写错的豁免不起作用。",
        "A waiver with a misspelt name waives nothing.",
        "waive: {balanse: 已说明}",
        "waive: {balance: 已说明}",
    ),
    "empty-waiver": Reason(
        "审阅的人要知道为什么可以不符。",
        "A reviewer must know why the check may be broken.",
        "waive: {balance: }",
        "waive: {balance: 并案办理，已说明}",
    ),
    "idle-waiver": Reason(
        "留着的豁免会掩盖以后真正的错误。",
        "A waiver left behind would hide a real mistake later.",
        Bilingual("waive: {balance: 去年的理由}", "waive: {balance: last year's reason}"),
        Bilingual("# 删去这一行", "# delete the line"),
        WARNING,
    ),
    "same-name": Reason(
        "两行印出来一样，读的人分不出；多半是同一行写了两次。",
        "Readers cannot tell two rows apart that print alike; mostly it is one row, written twice.",
        "branch: {east: {name: 东馆, …}, east2: {name: 东馆, …}}",
        "branch: {east: {name: 东馆, …}, west: {name: 西馆, …}}",
        WARNING,
    ),
    "other-key": Reason(
        "行按键与上年对应；键变了，核对和公式找不到上年的数，不声不响地略过。",
        "A row is found in last year's report by its key; under another key nothing is compared.",
        "branch: {esat: {name: 东馆, …}}（上年是 east）",
        "branch: {east: {name: 东馆, …}}",
        WARNING,
    ),
    "gone-rows": Reason(
        "行按键与上年对应；漏写的行、写错键的行，核对和公式都会不声不响地略过。"
        "确已撤销的，在 waive 下说明。",
        "A row is found in last year's report by its key; of one that was forgotten, or has a "
        "misspelt key, nothing is compared. Where it was closed, a waiver says so.",
        "branch: {esat: {…}}（上年是 east）",
        "branch: {east: {…}}",
        WARNING,
    ),
    "no-last-year": Reason(
        "上年的报告不在项目里，衔接关系无从核对；这不算错误。",
        "Without last year's report nothing can be compared with it; that is no mistake.",
        "data/某镇/2024.yaml",
        Bilingual("data/某镇/2023.yaml 与 2024.yaml", "data/某镇/2023.yaml and 2024.yaml"),
        NOTE,
    ),
    "not-carried": Reason(
        "上年的内容只有新的一年仍然成立的才能沿用；没有沿用的逐项说明，免得漏填。",
        "Only what still holds in the new year is taken over; the rest is named, "
        "so that none of it is forgotten.",
        Bilingual(
            "gendoc new --from data/某镇/2023.yaml（2023 年有 waive）",
            "gendoc new --from data/某镇/2023.yaml (which has waive)",
        ),
        Bilingual("waive: {balance: （新的一年的理由）}", "waive: {balance: (this year's reason)}"),
        NOTE,
    ),
    # -- forms and templates ------------------------------------------------------------------
    "form-missing-key": Reason(
        "格式文件缺少必要的内容。",
        "The form lacks something that it needs.",
        "sections: []",
        "id: small\nsections: []",
    ),
    "form-value": Reason(
        "格式文件里的这个键只有几种取值。",
        "This key of a form takes one of a few values.",
        "kind: prose",
        "kind: text",
    ),
    "form-line": Reason(
        "这个设置对单独的行、成组的行或列各有用处，放错了不起作用。",
        "This setting is for single lines, groups, or groups of rows, and does nothing elsewhere.",
        "a: {label: 甲, in_key: false}",
        "g: {label: 组, in_key: false, rows: {a: 甲}}",
    ),
    "form-sum": Reason(
        "合计要有数字可加，每项只加一次。",
        "A total needs numbers to add up, each of them once.",
        "sum: [a, a]",
        "sum: [a, b]",
    ),
    "form-unused-table": Reason(
        "不属于任何部分的表不会印出来，报告却要填它。",
        "A table in no section is never printed, yet reports would have to fill it in.",
        "tables: {cases: …}",
        "sections: [{id: cases, kind: table}]",
    ),
    "form-unknown-table": Reason(
        "表的部分要有同名的表。",
        "A table section needs a table of its name.",
        "{id: case, kind: table}",
        "{id: cases, kind: table}",
    ),
    "form-unknown-row": Reason(
        "合计只能加它旁边的行或列。",
        "A total adds up lines that stand beside it.",
        "sum: [grantd]",
        "sum: [granted]",
    ),
    "form-unknown-field": Reason(
        "这一部分印的是格式自己的字段，或 organ、year。",
        "Such a section prints fields of the form, or organ and year.",
        "fields: [orgn]",
        "fields: [organ]",
    ),
    "form-unknown-section": Reason(
        "这一核对项比较的是文字部分。",
        "This check compares text sections.",
        "differs: [overviw]",
        "differs: [overview]",
    ),
    "form-same-key": Reason(
        "两处同键，数字就分不清属于哪一处。",
        "With one key for two places a number belongs to neither.",
        "rows: {a: 甲, g: {label: 组, in_key: false, rows: {a: 乙}}}",
        "rows: {a: 甲, g: {label: 组, in_key: false, rows: {b: 乙}}}",
    ),
    "form-cycle": Reason(
        "互相包含的合计算不出来。",
        "Totals that contain one another cannot be worked out.",
        "p: {sum: [q]}, q: {sum: [p]}",
        "p: {sum: [a, b]}",
    ),
    "form-check": Reason(
        "核对项是数字之间的一个关系，用到的名称都要在表里。",
        "A check is a relation between figures, and all that it names is in the table.",
        "holds: new + carried",
        "holds: new == granted + open",
    ),
    "form-title": Reason(
        "标题只能用机关、年度和格式自己的栏目。",
        "A title uses the organ, the year and the form's own fields.",
        'title: "{{ name }}年报"',
        'title: "{{ organ }}年报"',
    ),
    "form-id": Reason(
        "报告按 id 找格式，格式按文件夹存放，两者要一致。",
        "Reports name the id, forms lie in folders; both must agree.",
        Bilingual("templates/small/ 里写 id: large", "id: large in templates/small/"),
        Bilingual("templates/small/ 里写 id: small", "id: small in templates/small/"),
    ),
    "form-reserved": Reason(
        "这些键每份报告都有：form、organ、year、facts 等。",
        "Every report has these keys: form, organ, year, facts and so on.",
        "tables: {year: …}",
        "tables: {by_year: …}",
    ),
    "form-key": Reason(
        "键要能在算式里书写。",
        "A key must be fit to stand in an expression.",
        "rows: {in: 收到}",
        "rows: {received: 收到}",
    ),
    "unknown-format": Reason(
        "每种格式要有一个模板；没有一个格式文件夹里有它。",
        "Every format needs a template, and no form at hand has one for it.",
        "gendoc build -f docx,txt",
        "gendoc build -f docx -f txt",
    ),
    "more-problems": Reason(
        "一个文件里的问题太多，多半出于同一个原因。",
        "So many problems in one file mostly have a single cause.",
        Bilingual("（粘贴了不是报告的内容）", "(a text pasted that is no report)"),
        Bilingual("（gendoc new 生成的报告）", "(a report made by gendoc new)"),
    ),
    "no-template": Reason(
        "每种输出（json 除外）要有一个模板文件。",
        "Every output but json needs a template file.",
        "gendoc build --format odt",
        "gendoc build --format docx",
    ),
    "template-name": Reason(
        "模板里的名称要是报告里有的；写错的名称不会悄悄印成空白。",
        "A template names what reports have; a wrong name is never printed as nothing.",
        "{{ r.naturall }}",
        "{{ r.natural }}",
    ),
    "template-unprinted": Reason(
        "格式里的数字应当都印出来，漏掉的读者看不到。",
        "Every figure of a form is to be printed; readers do not see one that is left out.",
        Bilingual("（表里少一格）", "(a cell of the table is empty)"),
        "{{ r.pending }}",
        WARNING,
    ),
    "template-label": Reason(
        "Word 模板里的标签是手写的，格式改了不会跟着改；文本输出却照格式印，两份就对不上了。"
        "自己的说法是允许的，所以只在 gendoc template lint 里提醒。",
        "Labels in a Word template are typed and do not follow the form, while text outputs do; so "
        "the two would disagree. Words of your own are allowed: only gendoc template lint tells.",
        Bilingual(
            "（模板：来信；格式：来信来访）", "(template: Letters; form: Letters and visits)"
        ),
        Bilingual("（模板：来信来访；格式：来信来访）", "(both: Letters and visits)"),
        WARNING,
    ),
    "template-tag": Reason(
        "Word 里看着完整的标记，可能没有收尾、交叉，或留下空行。",
        "A tag may look whole in Word and yet be open, crossed, or leave an empty line.",
        "{% for p in overview %}",
        "{%p for p in overview %}",
    ),
    "template-font": Reason(
        "没有中文字体时，Word 用别的字体排汉字。",
        "Without a font for Chinese, Word sets it in another one.",
        Bilingual("（字体：Arial）", "(font: Arial)"),
        Bilingual(
            "（西文字体：Times New Roman；中文字体：仿宋）",
            "(Latin font: Times New Roman; Asian font: 仿宋)",
        ),
        WARNING,
    ),
    "broken-template": Reason(
        "模板里用了不存在的名称，或标记没有成对。",
        "The template names what does not exist, or a tag is not closed.",
        "{{r.naturall}}",
        "{{r.natural}}",
    ),
    # -- published documents ----------------------------------------------------------------
    "unreadable-document": Reason(
        "读入的文件可能来自任何地方：损坏、加密、过大或不是文档的，一律不读，也绝不运行或下载其中的任何东西。",
        "A document may come from anywhere: what is damaged, locked, huge or no document is not "
        "read, and nothing in it is ever run or fetched.",
        "gendoc import 年报.doc",
        "gendoc import 年报.docx",
    ),
    "published-document": Reason(
        "build 由 YAML 生成文件。已发布的文件先读成 YAML，看过之后再生成；只想检查它，用 check。",
        "build makes documents out of YAML. What has been published is first read into YAML and "
        "looked over; to check it alone there is check.",
        "gendoc build 年报.docx",
        "gendoc import 年报.docx -o data && gendoc build",
    ),
    "not-read": Reason(
        "读不准的数不猜：写作 ~，build 会提醒，直到对照原件补上。",
        "A figure that cannot be read for certain is not guessed: it is ~, and told until it is "
        "filled in.",
        Bilingual(
            "results: ~  # 原件为“3？”，没有读出", "results: ~  # “3？” in the original, not read"
        ),
        "results: 3",
    ),
    "contradiction": Reason(
        "已发布的报告里，合计与各项不符的并不少见（多见于复议诉讼表，合计印作 0）。"
        "合计与公式都照各数核对；各项照印，不替原件改数。",
        "Published reports do contradict themselves (often a total printed as 0 beside other "
        "figures). Totals and formulas are compared; the parts are kept as printed, none is "
        "mended.",
        Bilingual("总计 0；4 + 0 + 0 + 0", "total 0; 4 + 0 + 0 + 0"),
        Bilingual("总计 4；4 + 0 + 0 + 0", "total 4; 4 + 0 + 0 + 0"),
    ),
    "label-changed": Reason(
        "标签掉了字、改了序号时，按它在上下行之间的位置读，并提醒核对；标题换了说法时也提醒。",
        "A label that lost characters or changed its number is read by its place among its "
        "neighbours, and told so that it can be checked; so is a heading in other words.",
        "2.其他法律行政止公开",
        "2.其他法律行政法规禁止公开",
        WARNING,
    ),
    "not-in-form": Reason(
        "格式里没有的行和表没有地方写，但不能悄悄丢掉。",
        "Rows and tables that the form does not have cannot be entered, but are not dropped in "
        "silence.",
        "9.其他不予公开情形 | 3 | 0",
        "8.属于行政查询事项 | 3 | 0",
        WARNING,
    ),
    "not-in-title": Reason(
        "网页名里的常是网站的名称，不是报告的机关，所以标题里没有时取自落款、编制机关或发布机构。",
        "What stands beside a page's name is often the site's. Where the title has no body, it is "
        "taken from the signature, from who made the report, or from its publisher.",
        "2023年政府信息公开工作年度报告",
        "某某镇2023年政府信息公开工作年度报告",
        WARNING,
    ),
    "left-out": Reason(
        "网站印在文章前后的日期、来源、按钮、链接不是报告的内容，但不能悄悄丢掉。",
        "Dates, sources, buttons and links that sites print around an article are none of the "
        "report, but are not dropped in silence.",
        "来源：区政府办　【打印本页】",
        "本机关无其他需要报告的事项。",
        WARNING,
    ),
    # -- building ---------------------------------------------------------------------------
    "no-project": Reason(
        "有 data 文件夹的地方就是项目；不写路径时要在项目里运行。",
        "A folder with data/ is a project; without a path the command is run inside one.",
        "cd 桌面 && gendoc build",
        "cd 年报 && gendoc build",
    ),
    "no-reports": Reason(
        "给出的路径下没有 .yaml 或 .yml 文件。",
        "There is no .yaml or .yml file under the path.",
        "gendoc build docs",
        "gendoc build data",
    ),
    "same-output": Reason(
        "两份报告写进同一个文件，后写的会盖掉先写的。",
        "Of two reports in one file the later would overwrite the earlier.",
        Bilingual(
            "a.yaml、b.yaml 都写 organ: 某镇，year: 2024",
            "organ: 某镇 and year: 2024 in both a.yaml and b.yaml",
        ),
        Bilingual("b.yaml 写 year: 2023", "year: 2023 in b.yaml"),
    ),
    "cannot-write": Reason(
        "Word 打开着的文件、只读的文件夹和写满的磁盘都不能写。",
        "A file open in Word, a read-only folder and a full disk cannot be written to.",
        Bilingual("（Word 里正打开着上次的输出）", "(the last output is open in Word)"),
        Bilingual("（关闭后再运行）", "(close it and run it again)"),
    ),
    "process-ended": Reason(
        "内存用完时，系统会结束一个进程；别的程序和人也能。它正在做的那份报告没有做完；留下的文件都是完整的。",
        "When memory runs out, the system ends a process; other programs and people can. The "
        "report that it was at is not done; every file that is there is whole.",
        Bilingual(
            "gendoc build --jobs 16（内存只够 4 个进程）",
            "gendoc build --jobs 16 (with memory for 4 processes)",
        ),
        "gendoc build --jobs 4",
    ),
    "changed-by-hand": Reason(
        "直接改 Word 文件，数字就与 YAML 不一致；改过的一份总会保留。",
        "Changed in Word, the figures no longer agree with the YAML; the changed file is kept.",
        Bilingual("（在 Word 里改了一个数）", "(a figure was changed in Word)"),
        Bilingual("（改 YAML，再运行 gendoc build）", "(change the YAML and run gendoc build)"),
        WARNING,
    ),
    "missing-output": Reason(
        "gendoc build --verify 核对输出文件夹；有一份没有生成，提交的输出就不完整。",
        "gendoc build --verify looks at the outputs; with one of them missing they are incomplete.",
        "gendoc build -f txt && gendoc build --verify",
        "gendoc build && gendoc build --verify",
    ),
    "stale-output": Reason(
        "改了 YAML 或模板而没有重新生成，发布的就会是旧的一份；比的是内容，不是时间。",
        "Changed YAML or templates that were not built again would leave the old text to be "
        "published. Contents are compared, not dates.",
        Bilingual("（改了 YAML，忘了运行 gendoc build）", "(the YAML was changed and not built)"),
        "gendoc build && gendoc build --verify",
    ),
    "already-there": Reason(
        "gendoc new 和 template draft 不覆盖已有的文件。",
        "gendoc new and template draft never overwrite a file.",
        Bilingual(
            "gendoc new … -o data/某镇/2024.yaml（第二次）",
            "gendoc new … -o data/某镇/2024.yaml (once more)",
        ),
        "gendoc new … -o data/某镇/2025.yaml",
    ),
}


def explain(name: str, language: Language) -> str:
    """What a problem means, why, and how it is mended. Raises `KeyError` for an unknown name."""
    reason, words = REASONS[name], CATALOGUE[name]
    zh = language == "zh"
    lines = [
        f"{name} ({_severity(reason.severity, language)})",
        "",
        _plain(words.zh if zh else words.en),
        reason.zh if zh else reason.en,
        "",
        _example(CATALOGUE["explain/bad"], reason.bad, language),
        _example(CATALOGUE["explain/good"], reason.good, language),
    ]
    return "\n".join(lines)


class Rule(NamedTuple):
    """A name as programs list it: in a sentence, why it is told, and explained in full."""

    title: str
    reason: str
    explanation: str
    severity: Severity


def rule(name: str, language: Language, forms: Iterable[Form]) -> Rule:
    """The rule behind a problem's name. Raises `KeyError` where no form declares that check."""
    if known := REASONS.get(name):
        title = _plain(getattr(CATALOGUE[name], language))
        return Rule(title, getattr(known, language), explain(name, language), known.severity)
    for form in forms:
        for check in form.checks:
            if check.name == name:
                explanation = explain_check(check, form, language)
                title, reason = check.label.to(language), check.basis.to(language)
                return Rule(title, reason, explanation, check.severity)
    raise KeyError(name)


def explain_check(check: Check, form: Form, language: Language) -> str:
    """What a check of a form demands, its source, and an example that breaks it and one that does
    not."""
    lines = [
        f"{check.name} ({_severity(check.severity, language)}, {form.id})",
        "",
        check.label.to(language),
    ]
    if check.holds and check.holds.text != check.label.to(language):
        given = f"{check.given.text} → " if check.given else ""
        table = f"{check.table}: " if check.table else ""
        lines.append(f"{table}{given}{check.holds.text}")
    lines += _demanded(check, form)
    if basis := check.basis.to(language):
        lines.append(f"{getattr(CATALOGUE['explain/source'], language)}{basis}")
    if check.bad and check.good:
        lines += ["", _example(CATALOGUE["explain/bad"], check.bad, language)]
        lines.append(_example(CATALOGUE["explain/good"], check.good, language))
    return "\n".join(lines)


def _demanded(check: Check, form: Form) -> Iterator[str]:
    """What a check of prose or of rows looks for, under the keys that it has in the form."""
    if check.given and not check.holds:
        table = f"{check.table}: " if check.table else ""
        yield f"when: {table}{check.given.text}"
    for name, values in check.when.items():
        yield f"when: {name}: {', '.join(values)}"
    for key in ("forbids", "headings", "demands", "years", "unless"):
        yield from _under(key, [pattern.pattern for pattern in getattr(check, key)])
    for key in ("differs", "same_rows", "rows_among"):
        yield from _under(key, getattr(check, key))
    texts = tuple(section.id for section in form.sections if section.kind == "text")
    yield from _under("within", check.within if check.within != texts else ())


def _under(key: str, values: Sequence[str]) -> Iterator[str]:
    """Values behind their key, or each below it where they are long."""
    short = ", ".join(values)
    if len(short) > WIDE:
        yield from (f"{key}:", *(f"    {value}" for value in values))
    elif values:
        yield f"{key}: {short}"


def _severity(severity: Severity, language: Language) -> str:
    words = CATALOGUE[f"severity/{severity.value}"]
    return words.zh if language == "zh" else words.en


def _example(words: Words, example: str | Bilingual, language: Language) -> str:
    title = words.zh if language == "zh" else words.en
    text = example if isinstance(example, str) else example.to(language)
    return "\n".join([title, *(f"    {line}" for line in text.split("\n"))])


def _plain(text: str) -> str:
    """A message without its values: what stands in braces becomes an ellipsis."""
    from string import Formatter

    return "".join(
        literal + ("…" if name is not None else "")
        for literal, name, _, _ in Formatter().parse(text)
    )
