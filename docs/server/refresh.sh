#!/usr/bin/env bash
# One unattended refresh: runs lacxl, tells the right people, and ends with lacxl's exit code.
#
# Settings come from the environment (cron: the crontab; systemd: /etc/lacxl/refresh.env):
#   LACXL_FOLDER         the folder that holds lacxl.toml (default: the current one)
#   LACXL_MAIL           who gets a mail when there is something to do (default: nobody)
#   LACXL_PASSWORD_FILE  a file whose first line is the password of protected sheets; systemd
#                        credentials and Docker secrets named lacxl-password are found by
#                        themselves. LACXL_PASSWORD itself, or the keyring, works as well.
set -uo pipefail

cd "${LACXL_FOLDER:-.}" || exit 2
export PYTHONUTF8=1

for file in "${LACXL_PASSWORD_FILE:-}" "${CREDENTIALS_DIRECTORY:-}/lacxl-password" \
  /run/secrets/lacxl-password; do
  if [[ -z ${LACXL_PASSWORD:-} && -f $file && -r $file ]]; then
    IFS= read -r LACXL_PASSWORD <"$file" || true
    LACXL_PASSWORD="${LACXL_PASSWORD%$'\r'}"
    export LACXL_PASSWORD
  fi
done

command=(lacxl refresh --latest)

output="$("${command[@]}" </dev/null 2>&1)"
code=$?
printf '%s\n' "$output"

case $code in
  0) summary='done' priority=info ;;
  1) summary='done, with findings to look at' priority=warning ;;
  2) summary='NOT done: the command or lacxl.toml is wrong' priority=err ;;
  3) summary='NOT done: refused, the workbook is as it was' priority=err ;;
  *) summary="NOT done: lacxl ended with $code, the workbook is as it was" priority=err ;;
esac

# Under systemd the output is in the journal already.
if [[ -z ${JOURNAL_STREAM:-} ]] && command -v logger >/dev/null; then
  logger -t lacxl -p "user.$priority" "refresh $summary" || true
fi

if [[ $code -ne 0 && -n ${LACXL_MAIL:-} ]]; then
  if command -v mail >/dev/null; then
    printf '%s\n\nFolder: %s\nRun log: lacxl-log.jsonl there\n\n%s\n' \
      "Refresh $summary." "$PWD" "$output" |
      mail -s "lacxl: refresh $summary" "$LACXL_MAIL" ||
      printf 'lacxl: the mail to %s could not be sent\n' "$LACXL_MAIL" >&2
  else
    printf 'lacxl: LACXL_MAIL is set, but there is no mail command here\n' >&2
  fi
fi

exit "$code"
