#!/usr/bin/env bash
# What is published: built twice to the same bytes, its contents checked, installed from the
# wheel into an environment of its own and tried outside the checkout. Needs the extra `dev`.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset PYTHONPATH VIRTUAL_ENV

# Elsewhere, later, by somebody else: the bytes must not tell.
mkdir "$work/elsewhere"
git ls-files --cached --others --exclude-standard -z | xargs -0 cp -P --parents -t "$work/elsewhere"
pyproject-build --outdir "$work/one" . >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
(umask 077 && cd "$work/elsewhere" && find . -exec touch -d 2031-05-06 {} + &&
  TZ=Pacific/Kiritimati LC_ALL=C pyproject-build --outdir "$work/two" . >"$work/log" 2>&1) || { cat "$work/log"; exit 1; }
(cd "$work/one" && sha256sum -- *) >"$work/sums"
(cd "$work/two" && sha256sum --check --quiet "$work/sums")
echo "reproducible: two builds, the same bytes"
cat "$work/sums"

check-wheel-contents "$work"/one/*.whl
twine check --strict "$work"/one/*

python -m venv "$work/venv"
"$work/venv/bin/pip" install -q "$work"/one/*.whl
cp examples/article.txt "$work"
cd "$work"
venv/bin/quoteminer extract article.txt --format jsonl >article.jsonl
venv/bin/python - <<'PY'
from pathlib import Path
import quoteminer

text = Path("article.txt").read_bytes().decode("utf-8")
article = quoteminer.Article.model_validate_json(Path("article.jsonl").read_text("utf-8"))
assert "venv" in quoteminer.__file__, quoteminer.__file__
assert article.text == text and len(article.quotes) == 8 and article.speakers
assert article == quoteminer.load()(quoteminer.Source(text=text, id=article.id))
print(f"installed from the wheel: {article!r}")
PY
venv/bin/quoteminer show article.jsonl --out page.html
# The doctor compares every installed file with the wheel's own list.
venv/bin/quoteminer doctor --no-speed
