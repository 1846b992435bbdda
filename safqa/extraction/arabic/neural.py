"""CAMeL's model of names (AraBERT, trained on ANERcorp) as a recogniser of organisations.

The model is loaded when the first sentence is asked: torch and transformers take ten seconds to import, the model
1.5 GB of memory. camel-tools' `NERecognizer` loads it from its folder. Its `predict` is not used: it pads every
sentence to 256 pieces (39 words a second on two cores where the sentences' own length gives 172), and a word that the
tokenizer makes nothing of moves the labels of all words behind it. Sentences are read in batches of like length
instead; a test holds both readings together.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from safqa.errors import InputError
from safqa.extraction.arabic.lexicon.camel import camel_module

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from safqa.extraction.recognition import Span

_LONGEST = 254  # pieces that the model reads at once beside its two marks: what camel-tools gives it
_PADDING = 128  # rows of a model's table without a word: tables are rounded up to a multiple of at most this
_BATCH = 8  # sentences read at once: an article has about three open ones, a longer batch would mix lengths
_MARKS = re.compile("[\u0640\u064b-\u0652\u0670]")

Pieces = list[list[int]]
"""The pieces of each word, by their numbers in the model's vocabulary."""


class CamelRecogniser:
    """Finds organisations with the model in a folder."""

    def __init__(self, folder: Path) -> None:
        """Keep the place; nothing is loaded."""
        self._folder = folder

    def __call__(self, sentences: Sequence[Sequence[str]], /) -> list[list[Span]]:
        """The organisations of each sentence, as ranges of its words.

        Raises:
            InputError: the folder holds no model that can be loaded.
        """
        return [organisations(labels) for labels in self.labels(sentences)]

    def labels(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """The label of each word of each sentence: B-ORG, I-ORG, O and so on."""
        labels = [["O"] * len(words) for words in sentences]
        rows = [(n, part) for n, words in enumerate(sentences) for part in windows(self._pieces(words), _LONGEST)]
        rows.sort(key=lambda row: sum(len(pieces) for _, pieces in row[1]))
        for first in range(0, len(rows), _BATCH):
            batch = rows[first : first + _BATCH]
            for (number, part), found in zip(batch, self._predict([p for _, p in batch]), strict=True):
                for (word, _), label in zip(part, found, strict=True):
                    labels[number][word] = label
        return labels

    @cached_property
    def _model(self) -> Any:
        """camel-tools' recogniser with its model and tokenizer, on the processor.

        A graphics card is not used: it is seldom there, and one that is shared fails where a processor is slow.
        """
        try:
            recogniser = camel_module("camel_tools.ner").NERecognizer
            from transformers.utils import logging  # noqa: PLC0415 — costs seconds, for those only who have the model

            logging.disable_progress_bar()  # standard error is for what a person has to know
            loaded = recogniser(str(self._folder), use_gpu=False)
            _check_vocabulary(len(loaded.tokenizer), loaded.model.config.vocab_size)
        except (ImportError, OSError, ValueError, RuntimeError, EOFError) as error:
            raise InputError(
                f"{self._folder}: the model of names cannot be loaded: {_reason(error)}. Install it again with "
                "`camel_data -i ner-arabert`, or move it away to read without it."
            ) from error
        loaded.model.eval()
        return loaded

    def _pieces(self, words: Sequence[str]) -> Pieces:
        """The pieces of words without vowel marks and tatweel, which AraBERT was trained without."""
        tokenizer = self._model.tokenizer
        plain = (_MARKS.sub("", word) for word in words)
        return [tokenizer.convert_tokens_to_ids(tokenizer.tokenize(word)) for word in plain]

    def _predict(self, rows: Sequence[Window]) -> Iterator[list[str]]:
        """The labels of the words of each row: those of their first pieces."""
        import torch  # noqa: PLC0415 — costs seconds, for those only who have the model

        tokenizer, names = self._model.tokenizer, self._model.labels_map
        ids = [
            [tokenizer.cls_token_id, *(i for _, pieces in row for i in pieces), tokenizer.sep_token_id] for row in rows
        ]
        longest = max(map(len, ids))
        padded = torch.tensor([row + [tokenizer.pad_token_id] * (longest - len(row)) for row in ids])
        seen = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in ids])
        with torch.inference_mode():
            best = self._model.model(input_ids=padded, attention_mask=seen).logits.argmax(dim=2).tolist()
        for row, numbers in zip(rows, best, strict=True):
            yield [names[numbers[place]] for place in first_pieces(row)]


def _check_vocabulary(words: int, rows: int) -> None:
    """Refuse a vocabulary that is not the model's: transformers takes a missing file for an empty one and reads on."""
    if words + _PADDING < rows:
        raise ValueError(f"its vocabulary has {words} words where the model has {rows}")


def _reason(error: Exception) -> str:
    """The first line of an error's text, or its kind where it has none."""
    return next(iter(str(error).splitlines()), type(error).__name__)


Window = list[tuple[int, list[int]]]
"""Words that are read at once, each with its place in the sentence and its pieces."""


def windows(words: Pieces, longest: int) -> Iterator[Window]:
    """A sentence in windows of at most so many pieces, cut between words; words without pieces are left out.

    Of a word that is longer than a window its beginning is kept: it is a link or noise.
    """
    window: Window = []
    room = longest
    for place, pieces in enumerate(words):
        kept = pieces[:longest]
        if len(kept) > room:
            yield window
            window, room = [], longest
        if kept:
            window.append((place, kept))
            room -= len(kept)
    if window:
        yield window


def first_pieces(window: Window) -> Iterator[int]:
    """The place of each word's first piece in a row that begins with the model's opening mark."""
    place = 1
    for _, pieces in window:
        yield place
        place += len(pieces)


def organisations(labels: Sequence[str]) -> list[Span]:
    """The ranges of words that are labelled an organisation.

    B-ORG begins one, and so does I-ORG behind anything else than an organisation: the model may miss a beginning.
    """
    found: list[Span] = []
    for place, label in enumerate(labels):
        if label == "I-ORG" and found and found[-1][1] == place:
            found[-1] = (found[-1][0], place + 1)
        elif label in {"B-ORG", "I-ORG"}:
            found.append((place, place + 1))
    return found
