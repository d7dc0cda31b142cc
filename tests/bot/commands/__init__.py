"""Tests of the commands, typed as an operator types them."""
