"""The extractor's fingerprint: moved by every file that the extractor uses, and by nothing else."""

import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from safqa.extraction.fingerprint import fingerprint, fingerprint_of, sources

ROOT = Path(__file__).parents[3]
CONTENTS = {"safqa/extraction/rule.py": b"RULE = 1\n", "seeds/names.tsv": "اسم\n".encode()}
# What the extractor loads that decides nothing: the package's docstring, the texts of errors, and this.
WITHOUT_EFFECT = {"safqa/__init__.py", "safqa/errors.py", "seeds/__init__.py"}


def test_the_hash_is_fixed() -> None:
    assert fingerprint_of(CONTENTS) == "986e9fe6821d89e01c662f0aed2f44a4"
    assert fingerprint_of(dict(reversed(CONTENTS.items()))) == fingerprint_of(CONTENTS)


@given(st.sampled_from(sorted(CONTENTS)), st.binary(min_size=1))
def test_any_byte_more_in_any_file_moves_it(name: str, more: bytes) -> None:
    assert fingerprint_of({**CONTENTS, name: CONTENTS[name] + more}) != fingerprint_of(CONTENTS)


def test_names_count_and_so_do_files_that_come_or_go() -> None:
    renamed = {name + "x": content for name, content in CONTENTS.items()}
    fewer = dict(list(CONTENTS.items())[:1])
    swapped = dict(zip(CONTENTS, reversed(CONTENTS.values()), strict=True))
    assert len({fingerprint_of(c) for c in (CONTENTS, renamed, fewer, swapped, {**CONTENTS, "new": b""})}) == 5


def test_it_is_the_same_in_every_process() -> None:
    code = "from safqa.extraction.fingerprint import fingerprint; print(fingerprint())"
    told = {
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=place).stdout
        for place in (ROOT, ROOT / "seeds")
    }
    assert len(told) == 1
    assert len(told.pop().strip()) == len(fingerprint())


def test_it_covers_all_code_and_lists_that_reading_uses() -> None:
    """Reads an Arabic and an English text and looks at what was loaded and opened."""
    code = """
import sys
opened = set()
sys.addaudithook(lambda event, args: opened.add(str(args[0])) if event == "open" else None)
from safqa.extraction import extract
extract("أعلنت شركة ميتا استثمار 14 مليار دولار في شركة Scale AI")
extract("Meta invests $14 billion in Scale AI", lang="en")
opened |= {m.__file__ for n, m in sys.modules.items() if n.split(".")[0] in ("safqa", "seeds") and m.__file__}
print(*opened, sep="\\n")
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    used = {Path(line) for line in done.stdout.splitlines()}
    of_ours = {p.relative_to(ROOT).as_posix() for p in used if p.is_relative_to(ROOT) and ".venv" not in p.parts}
    of_ours = {name for name in of_ours if not name.endswith(".pyc")}
    covered = {name for name, _ in sources()}
    assert {"safqa/extraction/extractor.py", "seeds/organisations.tsv", "safqa/data/name_words.tsv"} <= of_ours
    assert of_ours - covered == WITHOUT_EFFECT
    assert not [name for name in covered if "__pycache__" in name or "seeds/meta" in name]
