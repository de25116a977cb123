@echo off
rem One unattended month on a Windows server: refreshes it, issues it, makes the place for the
rem next one; notes the outcome in the event log (Application, source lacxl), and ends with the
rem exit code of the step that stopped it, or 1 for findings.
rem
rem   refresh.cmd FOLDER
rem
rem FOLDER holds lacxl.toml. The password of protected sheets comes from the keyring of the
rem account that runs the task, or from the environment variable LACXL_PASSWORD.
setlocal
if "%~1"=="" (
  echo refresh.cmd: give the folder that holds lacxl.toml
  exit /b 2
)
set "PYTHONUTF8=1"
pushd "%~1"
if errorlevel 1 exit /b 2

set "CODE=0"
rem Each step is taken only after the one before it was done. For a refresh alone, which a
rem person looks at and issues, leave out the others.
call :step refresh --latest
if %CODE% GEQ 0 if %CODE% LEQ 1 call :step issue --latest --strict
if %CODE% GEQ 0 if %CODE% LEQ 1 call :step next-month

set "KIND=ERROR"
set "SUMMARY=NOT done at %STEP%: lacxl ended with %CODE%, the workbook is as it was"
if "%CODE%"=="0" set "KIND=INFORMATION"
if "%CODE%"=="0" set "SUMMARY=done"
if "%CODE%"=="1" set "KIND=WARNING"
if "%CODE%"=="1" set "SUMMARY=done, with findings to look at"
if "%CODE%"=="2" set "SUMMARY=NOT done at %STEP%: the command or lacxl.toml is wrong"
if "%CODE%"=="3" set "SUMMARY=NOT done at %STEP%: refused, the workbook is as it was"
if "%CODE%"=="5" set "KIND=WARNING"
if "%CODE%"=="5" set "SUMMARY=NOT done at %STEP%: a person must decide, the last line says what"

echo Month %SUMMARY%. See lacxl-refresh.txt and lacxl-log.jsonl in "%~1"
eventcreate /L APPLICATION /SO lacxl /ID 1 /T %KIND% /D "Month %SUMMARY%. See lacxl-refresh.txt in %~1" >nul 2>&1

popd
exit /b %CODE%

:step
set "STEP=%*"
rem lacxl is lacxl.exe, as pip installs it; for a lacxl.cmd write "call lacxl" below.
lacxl %* >> lacxl-refresh.txt 2>&1
set "ENDED=%ERRORLEVEL%"
if not "%ENDED%"=="0" set "CODE=%ENDED%"
goto :eof
