"""Spreadsheets of scenarios: written from a table in the text, read and edited as somebody would in Excel.

A table is lines of `| a | b |`. `^` is a cell merged with the one above, `\\n` a line break in a cell. A
line `|* 1000 | a{n} | b{n+5} |` stands for a thousand, with n from 1; `=#REF!` is a formula that failed;
`|= NAME` begins another sheet.
"""
import csv
import io
import re
import zipfile
from xml.etree import ElementTree
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def letters(column):
    """1 is A, 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def place(ref):
    """"B3" as (row, column), from 0."""
    m = re.fullmatch(r"([A-Z]+)(\d+)", ref)
    column = 0
    for c in m[1]:
        column = column * 26 + ord(c) - 64
    return int(m[2]) - 1, column - 1


def counted(text, n):
    return re.sub(r"\{n(?:\+(\d+))?\}", lambda m: str(n + int(m[1] or 0)), text)


def rows_of(lines):
    rows = []
    for line in lines:
        cells = [c.strip().replace("\\n", "\n") for c in line.strip().strip("|").split("|")]
        many = re.fullmatch(r"\* (\d+)", cells[0])
        if many:
            rows += [[counted(c, n) for c in cells[1:]] for n in range(1, int(many[1]) + 1)]
        else:
            rows.append(cells)
    return rows


def from_lines(lines):
    """The sheets as (name, rows)."""
    found = [("Sheet1", [])]
    for line in lines:
        if not line.startswith("|="):
            found[-1][1].append(line)
        elif found[-1][1]:
            found.append((line.strip("|= "), []))
        else:
            found[-1] = (line.strip("|= "), [])
    return [(name, rows_of(those)) for name, those in found]


# ─── writing ───

def merges_of(rows):
    """Ranges of cells that begin with a value and go on with ^."""
    found = []
    for column in range(max(len(r) for r in rows)):
        start = None
        for i in range(len(rows) + 1):
            text = rows[i][column] if i < len(rows) and column < len(rows[i]) else None
            if text == "^":
                continue
            if start is not None and i - start > 1:
                name = letters(column + 1)
                found.append(f"{name}{start + 1}:{name}{i}")
            start = i if text else None
    return found


def cell_xml(row, column, text):
    ref = f"{letters(column + 1)}{row + 1}"
    if text in ("", "^"):
        return ""
    if text.startswith("=#"):
        return f'<c r="{ref}" t="e"><f>X1</f><v>{escape(text[1:])}</v></c>'
    if re.fullmatch(r"-?\d{1,14}(\.\d+)?", text) and not re.match(r"-?0\d", text):
        return f'<c r="{ref}"><v>{text}</v></c>'
    return (f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>')


def sheet_xml(rows):
    merges = merges_of(rows) if rows else []
    lines = "".join(
        f'<row r="{i + 1}">' + "".join(cell_xml(i, j, t) for j, t in enumerate(row)) + "</row>"
        for i, row in enumerate(rows))
    merged = "".join(f'<mergeCell ref="{m}"/>' for m in merges)
    merged = f'<mergeCells count="{len(merges)}">{merged}</mergeCells>' if merges else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData>{merged}</worksheet>'


def xlsx(sheets):
    """A workbook of sheets (name, rows)."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml":
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>' +
            "".join(f'<Override PartName="/xl/worksheets/sheet{i}.xml" '
                    f'ContentType="{kind}.worksheet+xml"/>' for i in numbers) + "</Types>",
        "_rels/.rels":
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml":
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>' +
            "".join(f'<sheet name="{escape(sheets[i - 1][0])}" sheetId="{i}" r:id="rId{i}"/>'
                    for i in numbers) + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels":
            f'<Relationships xmlns="{PACKAGE}/relationships">' +
            "".join(f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" '
                    f'Target="worksheets/sheet{i}.xml"/>' for i in numbers) + "</Relationships>",
        **{f"xl/worksheets/sheet{i}.xml": sheet_xml(sheets[i - 1][1]) for i in numbers},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in parts.items():
            z.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return out.getvalue()


# ─── reading ───

def strings_of(z):
    if "xl/sharedStrings.xml" not in z.namelist():
        return []
    root = ElementTree.fromstring(z.read("xl/sharedStrings.xml"))
    return ["".join(t.text or "" for t in si.iter(f"{{{MAIN}}}t"))
            for si in root.iter(f"{{{MAIN}}}si")]


def text_of(cell, strings):
    if cell.get("t") == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{{{MAIN}}}t"))
    value = cell.findtext(f"{{{MAIN}}}v") or ""
    return strings[int(value)] if cell.get("t") == "s" else value


def read_xlsx(data):
    """Dates are numbers, as in the file."""
    rows = []
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        strings = strings_of(z)
        root = ElementTree.fromstring(z.read("xl/worksheets/sheet1.xml"))
        for cell in root.iter(f"{{{MAIN}}}c"):
            row, column = place(cell.get("r"))
            while len(rows) <= row:
                rows.append([])
            while len(rows[row]) <= column:
                rows[row].append("")
            rows[row][column] = text_of(cell, strings)
    return rows


def read(data):
    if data[:2] == b"PK":
        return read_xlsx(data)
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def write(rows, like):
    """Rows in the format of the bytes `like`."""
    if like[:2] == b"PK":
        return xlsx([("Sheet1", rows)])
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def header_row(rows):
    """The row with 标识, or else the first."""
    return next((i for i, r in enumerate(rows) if "标识" in r), 0)


def items(data):
    """The rows below the header, each by its titles; what is empty is left out."""
    rows = read(data)
    head = header_row(rows)
    return [{t: v for t, v in zip(rows[head], r) if v != ""} for r in rows[head + 1:]]


def title(data):
    """What stands above the header."""
    rows = read(data)
    return " ".join(t for r in rows[:header_row(rows)] for t in r if t)


def edited(data, number, title, value):
    """With another value in a data row (from 1) under a title."""
    rows = read(data)
    head = header_row(rows)
    column = rows[head].index(title)
    row = rows[head + number]
    row.extend([""] * (column + 1 - len(row)))
    row[column] = value
    return write(rows, data)
