"""Write the JSON Schema of a reading beside this file: ``python docs/schema/write.py``."""

from __future__ import annotations

import json
from pathlib import Path

from onrecord.model import Reading

if __name__ == "__main__":
    schema = json.dumps(Reading.model_json_schema(by_alias=True), indent=2, ensure_ascii=False)
    (Path(__file__).parent / "reading-1.json").write_text(schema + "\n", encoding="utf-8")
