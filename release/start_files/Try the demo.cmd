@echo off
rem Makes a folder with a published report, fills its month and shows it.
setlocal
set "demo=%USERPROFILE%\lacxl-demo"
if exist "%demo%\" goto there
"%~dp0python\python.exe" -m lacxl demo "%demo%"
set "code=%errorlevel%"
if not "%code%"=="0" goto end
goto show
:there
set "code=0"
echo The demo is in %demo% since you made it. Delete that folder to make it anew.
:show
if not defined LACXL_NO_WINDOW start "" "%demo%"
:end
if not defined LACXL_NO_WINDOW pause
exit /b %code%
