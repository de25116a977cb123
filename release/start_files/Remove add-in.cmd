@echo off
rem Takes the tab Corporate Parenting out of your Excel again. Your workbooks stay as they are.
setlocal
"%~dp0python\python.exe" -m lacxl addin remove
set "code=%errorlevel%"
if not defined LACXL_NO_WINDOW pause
exit /b %code%
