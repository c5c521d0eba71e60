#!/bin/sh
# A facility terminal in another language: POSIX shell, mosquitto's clients and openssl; nothing of the reader's own code.
# Serves visits until it is ended: challenges each card, proves the verdict, answers for the eligibility service.
#
#   shell-terminal.sh HOST PORT READER TRUST_STORE FOLDER
#
# FOLDER gets `messages` (topic and payload, a line each), and of the last visit `challenge`, `verdict` and `proof`.
set -eu
host=$1 port=$2 reader=$3 trust=$4 folder=$5
root=kazasu/1/$reader
here=$(dirname "$0")

# The reader's messages are one line of JSON without spaces; the fields taken here hold no escaped characters.
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

ask() { # NAME DATA
  mosquitto_pub -h "$host" -p "$port" -q 1 -t "$root/request/$1" -m "{\"specversion\":\"1.0\",\"id\":\"$(openssl rand -hex 16)\",\
\"source\":\"/terminals/shell\",\"type\":\"kazasu.v1.request.$1\",\"time\":\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\",\"replyto\":\"$root/reply/shell\",\"data\":$2}"
}

mosquitto_sub -h "$host" -p "$port" -q 1 -v -t "$root/#" | while IFS= read -r line; do
  printf '%s\n' "$line" >> "$folder/messages"
  message=${line#* }
  case ${line%% *} in
    */event/session-started)
      openssl rand -base64 32 > "$folder/challenge"
      session=$(printf '%s' "$message" | field session)
      ask challenge "{\"session\":\"$session\",\"challenge\":\"$(cat "$folder/challenge")\"}"
      ;;
    */event/consent)
      ask acknowledge "{\"messages\":[\"$(printf '%s' "$message" | field id)\"]}"
      ;;
    */event/verdict)
      ask acknowledge "{\"messages\":[\"$(printf '%s' "$message" | field id)\"]}"
      printf '%s' "$message" > "$folder/verdict"
      session=$(printf '%s' "$message" | field session)
      result=no-answer
      if sh "$here/prove-verdict.sh" "$folder/verdict" "$folder/challenge" "$trust" > "$folder/proof" 2>&1; then result=valid; fi
      ask eligibility "{\"session\":\"$session\",\"result\":\"$result\"}"
      ;;
  esac
done
