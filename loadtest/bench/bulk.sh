#!/usr/bin/env bash
# Creates users by Bulk requests of 1,000 and by single POSTs over 16 connections, in turns, and prints the rates and their ratio.
#
#   URL=http://127.0.0.1:8080 TOKEN=... loadtest/bench/bulk.sh
#
# ROUNDS (5), SECONDS_OF_A_ROUND (6) for single POSTs, REQUESTS (20) of Bulk in a round, CREATIONS (1000) in each, CONNECTIONS (16).
set -euo pipefail
cd "$(dirname "$0")"
ROUNDS=${ROUNDS:-5} SECONDS_OF_A_ROUND=${SECONDS_OF_A_ROUND:-6} REQUESTS=${REQUESTS:-20} CREATIONS=${CREATIONS:-1000} CONNECTIONS=${CONNECTIONS:-16}
WORK=$(mktemp -d); trap 'rm -rf "$WORK"' EXIT
export USER_TEMPLATE=user.json TOKEN

single() { # word -> creations a second, errors
  RUN=$1 wrk -t 2 -c "$CONNECTIONS" -d "${SECONDS_OF_A_ROUND}s" -s creates.lua "$URL" | awk '/RESULT/ {print $2, $4}'
}
bulk() { # word -> creations a second, operations that failed
  local n begin end failed=0
  for n in $(seq "$REQUESTS"); do ./bulk_body.py user.json "$1.$n" "$CREATIONS" >"$WORK/$n.json"; done
  begin=$(date +%s%N)
  for n in $(seq "$REQUESTS"); do
    curl -sS -o "$WORK/$n.out" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/scim+json' -H 'Expect:' \
      --data-binary "@$WORK/$n.json" "$URL/scim/v2/Bulk"
  done
  end=$(date +%s%N)
  for n in $(seq "$REQUESTS"); do
    failed=$((failed + CREATIONS - $(grep -o '"status":"201"' "$WORK/$n.out" | wc -l)))
  done
  echo $((REQUESTS * CREATIONS * 1000000000 / (end - begin))) "$failed"
}
median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

RUN_ID=$(date +%s)
bulk "$RUN_ID.warm.b" >/dev/null; single "$RUN_ID.warm.s" >/dev/null
B='' S=''
for round in $(seq "$ROUNDS"); do
  b=$(bulk "$RUN_ID.$round.b"); s=$(single "$RUN_ID.$round.s")
  echo "round $round: bulk $b   single $s   (creations a second, failures)"
  B+="${b%% *}"$'\n' S+="${s%% *}"$'\n'
done
b=$(printf '%s' "$B" | median) s=$(printf '%s' "$S" | median)
awk -v b="$b" -v s="$s" 'BEGIN {printf "medians: bulk %d/s, single %d/s, ratio %.2f\n", b, s, b / s}'
