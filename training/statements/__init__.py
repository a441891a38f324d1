"""How the model of statements is made."""
