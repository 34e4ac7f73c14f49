"""The command line: arguments, console output, exit codes."""
