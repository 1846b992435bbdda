"""One way to read a word form: which word of the deal vocabulary it is, in which form, with what attached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# camel-tools' codes for what is attached, and the letters that are written for them.
_CONJUNCTIONS = {"0": "", "wa_conj": "و", "fa_conj": "ف"}
_PARTICLES = {"0": "", "bi_prep": "ب", "ka_prep": "ك", "li_prep": "ل", "li_sub": "ل", "sa_fut": "س"}
PRONOUNS = {"0": "", "3ms": "ه", "3fs": "ها", "3d": "هما", "3mp": "هم", "1p": "نا"}
# "Does not apply" and "cannot be told": both are the empty string in a reading.
_SILENT = {"na": "", "u": ""}


@dataclass(frozen=True, slots=True)
class Reading:
    """A word form, read.

    `lemma`, `cls` and `pos` are those of the row of lexicon.tsv. `gender` is m or f, `number` s, d or p, `person` 3 or
    1, `aspect` p (perfect) or i (imperfect), `voice` a or p; each is empty where it does not apply or the spelling does
    not tell it (the voice of أعلن). `proclitics` are the letters before the word without the article (و, ب, وس …);
    `article` says whether ال stands there; `enclitic` is the pronoun after it (ها …): the owner of a noun, the object
    of a verb.
    """

    lemma: str
    cls: str
    pos: str
    gender: str
    number: str
    person: str
    aspect: str
    voice: str
    proclitics: str
    article: bool
    enclitic: str


def reading_of(features: Mapping[str, str]) -> Reading:
    """The reading that an analysis of camel-tools over the deal database stands for."""

    def value(feature: str) -> str:
        return _SILENT.get(features[feature], features[feature])

    return Reading(
        lemma=features["lex"],
        cls=features["dom"],
        pos=features["pos"],
        gender=value("gen"),
        number=value("num"),
        person=value("per"),
        aspect=value("asp"),
        voice=value("vox"),
        proclitics=_CONJUNCTIONS[features["prc2"]] + _PARTICLES[features["prc1"]],
        article=features["prc0"] == "Al_det",
        enclitic=PRONOUNS[features["enc0"].partition("_")[0]],
    )
