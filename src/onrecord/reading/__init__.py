"""An Article becomes a Reading; one file answers one question."""
