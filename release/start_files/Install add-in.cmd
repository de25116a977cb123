@echo off
rem Puts the tab Corporate Parenting into your Excel. For you only; no administrator is needed.
setlocal
"%~dp0python\python.exe" -m lacxl addin install
set "code=%errorlevel%"
if not defined LACXL_NO_WINDOW pause
exit /b %code%
