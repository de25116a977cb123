@echo off
rem One unattended refresh on a Windows server: runs lacxl, notes the outcome in the
rem event log (Application, source lacxl), and ends with lacxl's exit code.
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
rem lacxl is lacxl.exe, as pip installs it; for a lacxl.cmd write "call lacxl" below.
set "PYTHONUTF8=1"
pushd "%~1"
if errorlevel 1 exit /b 2

lacxl refresh --latest >> lacxl-refresh.txt 2>&1
set "CODE=%ERRORLEVEL%"

set "KIND=ERROR"
set "SUMMARY=NOT done: lacxl ended with %CODE%, the workbook is as it was"
if "%CODE%"=="0" set "KIND=INFORMATION"
if "%CODE%"=="0" set "SUMMARY=done"
if "%CODE%"=="1" set "KIND=WARNING"
if "%CODE%"=="1" set "SUMMARY=done, with findings to look at"
if "%CODE%"=="2" set "SUMMARY=NOT done: the command or lacxl.toml is wrong"
if "%CODE%"=="3" set "SUMMARY=NOT done: refused, the workbook is as it was"

echo Refresh %SUMMARY%. See lacxl-refresh.txt and lacxl-log.jsonl in "%~1"
eventcreate /L APPLICATION /SO lacxl /ID 1 /T %KIND% /D "Refresh %SUMMARY%. See lacxl-refresh.txt in %~1" >nul 2>&1

popd
exit /b %CODE%
