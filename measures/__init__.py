"""What is measured: pure arithmetic and data. Imports no other room, does no I/O besides reading its own data files."""
