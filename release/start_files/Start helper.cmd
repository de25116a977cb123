@echo off
rem Serves the buttons where Excel may not start programs. Leave the window open while you work.
setlocal
title lacxl helper
"%~dp0python\python.exe" -m lacxl helper
set "code=%errorlevel%"
if not defined LACXL_NO_WINDOW pause
exit /b %code%
