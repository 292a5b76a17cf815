#!/bin/sh
# Reading the sample mails, against a plain MIME parser that hands every PDF to pdftotext. Whole processes, one mail each.
#
#   tests/bench/reading.sh [path of a release build of songda] [most mails]
#
# Prints both times in seconds. The other side only takes texts out: it identifies nothing, opens no archive and judges
# no sender.
set -eu
songda=${1:-target/release/songda}
served=$(dirname "$0")/../served
for tool in "$songda" pdftotext python3; do
    command -v "$tool" >/dev/null || { echo "$tool is missing" >&2; exit 2; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/plain.py" <<'EOF'
import email, email.policy, subprocess, sys
with open(sys.argv[1], "rb") as file:
    mail = email.message_from_binary_file(file, policy=email.policy.default)
for nth, part in enumerate(mail.walk()):
    try:
        content = part.get_payload(decode=True)
    except Exception:
        content = None
    if content and b"%PDF-" in content[:1024]:
        name = f"{sys.argv[2]}/{nth}.pdf"
        with open(name, "wb") as file:
            file.write(content)
        subprocess.run(["pdftotext", "-q", name, name + ".txt"], check=False)
EOF

now() { date +%s.%N; }
# Mails whose only purpose is to be endless would be timed, not read.
mails=$(ls -d "$served"/*/ | grep -v -e /broken- -e /hostile- -e /forged- | head -n "${2:-1000}")
count=$(echo "$mails" | wc -l)

began=$(now)
for folder in $mails; do
    "$songda" read "$folder/input.eml" --given "$folder/given.toml" --json >/dev/null || true
done
ours=$(echo "$(now) $began" | awk '{print $1 - $2}')

began=$(now)
for folder in $mails; do
    python3 "$work/plain.py" "$folder/input.eml" "$work"
done
theirs=$(echo "$(now) $began" | awk '{print $1 - $2}')

echo "{\"mails\": $count, \"songda_seconds\": $ours, \"pdftotext_seconds\": $theirs}"
