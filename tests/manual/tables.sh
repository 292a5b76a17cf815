#!/bin/sh
# Opens the exported tables in LibreOffice, without a window, and compares what it reads with what the ledger holds.
# Needs soffice and python3: `sudo apt-get install libreoffice-calc-nogui python3`. Usage: tables.sh [folder of the songda program]
set -eu
programs=${1:-target/debug}
command -v soffice > /dev/null || { echo "没有 LibreOffice：sudo apt-get install libreoffice-calc-nogui" >&2; exit 1; }
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"$programs/songda" demo --headless --quiet --out "$place/home" > "$place/demo.txt"
export SONGDA_HOME="$place/home"
# 3: done, and something needs a person.
list() { "$programs/songda" list "$1" --json > "$place/$1.json" || [ $? -eq 3 ]; }
draw() { "$programs/songda" export "$@" > "$place/said.txt" || [ $? -eq 3 ]; }
list documents
list deadlines
draw services --out "$place/ledger.xlsx"
draw handover --out "$place/handover.xlsx"
draw month --out "$place/month.xlsx"
for table in ledger handover month; do
    # The last number asks for every sheet, one file each.
    soffice --headless -env:UserInstallation="file://$place/profile" --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1' \
        --outdir "$place/$table" "$place/$table.xlsx" > "$place/soffice.txt" 2>&1
    soffice --headless -env:UserInstallation="file://$place/profile" --convert-to pdf --outdir "$place/$table" "$place/$table.xlsx" >> "$place/soffice.txt" 2>&1
    test -s "$place/$table/$table.pdf" || { cat "$place/soffice.txt"; exit 1; }
done
python3 - "$place" << 'PY'
import csv, glob, json, os, sys
place = sys.argv[1]
rows = lambda file: list(csv.reader(open(file, encoding="utf-8-sig")))
sheets = {table: sorted(glob.glob(f"{place}/{table}/*.csv")) for table in ("ledger", "handover", "month")}
for table, files in sheets.items():
    print(table, [os.path.basename(file) for file in files])
    broken = [cell for file in files for row in rows(file) for cell in row if cell.startswith("#") or "Err:" in cell]
    assert not broken, (table, broken)
assert len(sheets["ledger"]) == 3, "the ledger has three sheets"
ledger = max((rows(file) for file in sheets["ledger"]), key=lambda read: len(read[0]))
head, body = ledger[0], [row for row in ledger[1:] if any(row)]
told = json.load(open(f"{place}/documents.json"))
told = told if isinstance(told, list) else next(value for value in told.values() if isinstance(value, list))
print(len(body), "rows,", len(told), "documents;", "columns:", "、".join(head))
numbers = {row["case_number"] for row in told if row.get("case_number")}
read = {cell for row in body for cell in row}
missing = [number for number in numbers if number not in read]
assert not missing, ("case numbers are read as they stand", missing)
assert len(body) >= len(told), "one row for every document"
PY
echo "表格可以原样打开"
