"""``python -m geo`` is the same as ``geo``; locked-down Windows blocks executables."""

from geo.cli import main

main()
