"""Compare language identifiers on the example sentences that spaCy ships in some seventy languages.

Run: python benchmarks/languages.py

For each library: how many single sentences it names rightly, how many that are not English it calls English (the ones
under ``xx`` mix languages), milliseconds a sentence, and the size of the package. lingua is measured if it is
installed (``pip install lingua-language-detector``); it is no dependency.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import time
from collections.abc import Callable
from pathlib import Path

import spacy.lang


def sentences() -> list[tuple[str, str]]:
    """Return each language's code with each of its sentences."""
    found = []
    for module in pkgutil.iter_modules(spacy.lang.__path__):
        try:
            examples = importlib.import_module(f"spacy.lang.{module.name}.examples").sentences
        except ImportError:
            continue
        found += [(module.name, sentence) for sentence in examples]
    return found


def py3langid() -> Callable[[str], str]:
    """Return py3langid's answer, as onrecord asks for it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    return lambda text: str(identifier.classify(text)[0])


def lingua() -> Callable[[str], str]:
    """Return lingua's answer in its fast mode, with all languages."""
    module = importlib.import_module("lingua")
    detector = module.LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()

    def name(text: str) -> str:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else ""

    return name


def main() -> None:
    """Print a line for each library."""
    cases = sentences()
    for package, make in (("py3langid", py3langid), ("lingua", lingua)):
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            print(f"{package}: not installed")
            continue
        identify = make()
        identify(cases[0][1])
        began = time.process_time()
        answers = [(code, identify(sentence)) for code, sentence in cases]
        each = (time.process_time() - began) / len(cases) * 1000
        right = sum(code == answer for code, answer in answers)
        wrong = sum(answer == "en" != code for code, answer in answers)
        size = sum(file.stat().st_size for file in Path(spec.origin).parent.rglob("*") if file.is_file()) / 1e6
        languages = len({code for code, _ in cases})
        print(
            f"{package:10} {right} of {len(cases)} sentences in {languages} languages named rightly, {wrong} called "
            f"English that are not, {each:.2f} ms each, {size:.1f} MB installed"
        )


if __name__ == "__main__":
    main()
