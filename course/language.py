"""Korean and English, side by side."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

Lang = Literal["ko", "en"]

LANGUAGE_KEY = "COURSE_LANG"


@dataclass(frozen=True)
class Text:
    """One message in both languages of the course."""

    ko: str
    en: str

    def of(self, lang: Lang) -> str:
        """The message in that language."""
        return self.ko if lang == "ko" else self.en

    def format(self, **values: object) -> Text:
        """The same message with its {fields} filled in; a value that is a Text itself goes in by language."""
        return Text(
            ko=self.ko.format(**{key: in_language(value, "ko") for key, value in values.items()}),
            en=self.en.format(**{key: in_language(value, "en") for key, value in values.items()}),
        )

    def __add__(self, other: Text) -> Text:
        return Text(ko=f"{self.ko} {other.ko}", en=f"{self.en} {other.en}")


def same(words: object) -> Text:
    """A Text that reads the same in both languages (names, numbers, values)."""
    return Text(ko=str(words), en=str(words))


def in_language(value: object, lang: Lang) -> str:
    """`value` as read: a Text, or a view (anything with `describe() -> Text`), in `lang`; else str()."""
    if isinstance(value, Text):
        return value.of(lang)
    describe = getattr(value, "describe", None)
    if callable(describe):
        described = describe()
        if isinstance(described, Text):
            return described.of(lang)
    return str(value)


def current_language() -> Lang:
    """The language to speak: COURSE_LANG when it is `ko` or `en`, else Korean."""
    return "en" if os.environ.get(LANGUAGE_KEY, "").strip().lower() == "en" else "ko"
