#!/usr/bin/env bash
# One unattended month: refreshes it, issues it, and makes the place for the next one; tells the
# right people, and ends with the exit code of the step that stopped it, or 1 for findings.
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

# Each step is taken only after the one before it was done. For a refresh alone, which a person
# looks at and issues, leave out the others.
steps=("refresh --latest" "issue --latest --strict" "next-month")

output='' code=0
for step in "${steps[@]}"; do
  read -ra words <<<"$step"
  said="$(lacxl "${words[@]}" </dev/null 2>&1)"
  ended=$?
  output+="$said"$'\n'
  if [[ $ended -ne 0 ]]; then
    code=$ended
  fi
  if [[ $ended -gt 1 ]]; then
    break
  fi
done
printf '%s' "$output"

case $code in
  0) summary='done' priority=info ;;
  1) summary='done, with findings to look at' priority=warning ;;
  2) summary="NOT done at $step: the command or lacxl.toml is wrong" priority=err ;;
  3) summary="NOT done at $step: refused, the workbook is as it was" priority=err ;;
  5) summary="NOT done at $step: ${output##*$'A person must decide: '}" priority=warning ;;
  *) summary="NOT done at $step: lacxl ended with $code, the workbook is as it was" priority=err ;;
esac
summary="${summary%%$'\n'*}"

# Under systemd the output is in the journal already.
if [[ -z ${JOURNAL_STREAM:-} ]] && command -v logger >/dev/null; then
  logger -t lacxl -p "user.$priority" "month $summary" || true
fi

if [[ $code -ne 0 && -n ${LACXL_MAIL:-} ]]; then
  if command -v mail >/dev/null; then
    printf '%s\n\nFolder: %s\nRun log: lacxl-log.jsonl there\n\n%s\n' \
      "Month $summary" "$PWD" "$output" |
      mail -s "lacxl: month ${summary:0:150}" "$LACXL_MAIL" ||
      printf 'lacxl: the mail to %s could not be sent\n' "$LACXL_MAIL" >&2
  else
    printf 'lacxl: LACXL_MAIL is set, but there is no mail command here\n' >&2
  fi
fi

exit "$code"
