"""How each model and table in ``onrecord.data`` is made."""
