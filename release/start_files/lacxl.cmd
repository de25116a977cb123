@rem lacxl's commands: lacxl refresh 2015-05, lacxl --help. Needs nothing that is not in this folder.
@"%~dp0python\python.exe" -m lacxl %*
