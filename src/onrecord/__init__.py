"""onrecord keeps a sourced record of who said what, to whom, when, and on whose word."""
