#!/usr/bin/env bash
# Alternates rounds of the same random look-ups between two servers and prints, for each kind, the medians, their ratio and the CPU time of a
# request. A is the gateway. B is the least possible program (io.sluice.bench.LeastProgram) or the same gateway with another directory.
#
#   A_URL=http://127.0.0.1:8080 A_PID=... B_URL=http://127.0.0.1:9090 B_PID=... POSTGRES_PID=... TOKEN=... USERS=1000000 DOMAIN=large.example \
#     IDS=ids.txt loadtest/bench/lookups.sh
#
# Start the gateway with SLUICE_TENANT_OPERATIONS_PER_SECOND=1000000: by default a tenant is held to 500.
# IDS: a file of user ids, one a line:  psql -Atc "SELECT id FROM sluice.resource WHERE ... ORDER BY random() LIMIT 100000"
# For other directories of B: B_TOKEN, B_USERS, B_DOMAIN, B_IDS. ROUNDS (5), ROUND_SECONDS (5), CONNECTIONS (32), KINDS,
# WARM_SECONDS (20) before the rounds of each kind: so long until the compiler has done with the gateway, which is much larger than the other.
set -euo pipefail
cd "$(dirname "$0")"
ROUNDS=${ROUNDS:-5} ROUND_SECONDS=${ROUND_SECONDS:-5} CONNECTIONS=${CONNECTIONS:-32} WARM_SECONDS=${WARM_SECONDS:-20}
KINDS=${KINDS:-"id userName id+groups userName+groups externalId emails"}

# Microseconds of CPU that a process (and, for PostgreSQL, each of its children) has used so far.
cpu() { # pid...
  local ticks=0 pid
  for pid in "$@"; do
    [ -r "/proc/$pid/stat" ] && ticks=$((ticks + $(sed 's/.*) //' "/proc/$pid/stat" | awk '{print $12 + $13}')))
  done
  echo $((ticks * 10000))
}
postgres() { [ -n "${POSTGRES_PID:-}" ] && { echo "$POSTGRES_PID"; pgrep -P "$POSTGRES_PID"; } || true; }

round() { # url pid token users domain ids kind -> rps, java us, postgres us, errors, p99 ms
  local kind=${7%+groups} groups=no
  [ "$kind" = "$7" ] || groups=yes
  local java0 pg0 result
  java0=$(cpu "$2") pg0=$(cpu $(postgres))
  result=$(TOKEN=$3 USERS=$4 DOMAIN=$5 IDS=$6 KIND=$kind WITH_GROUPS=$groups \
    wrk -t 2 -c "$CONNECTIONS" -d "${ROUND_SECONDS}s" -s lookups.lua "$1" | grep RESULT)
  set -- "$2" $result
  echo "$3 $((($(cpu "$1") - java0) / $4)) $((($(cpu $(postgres)) - pg0) / $4)) $5 $6"
}
a() { round "$A_URL" "$A_PID" "$TOKEN" "$USERS" "$DOMAIN" "$IDS" "$1"; }
b() { round "$B_URL" "$B_PID" "${B_TOKEN:-$TOKEN}" "${B_USERS:-$USERS}" "${B_DOMAIN:-$DOMAIN}" "${B_IDS:-$IDS}" "$1"; }
median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

printf '%-16s %28s %28s %6s   %s\n' kind 'A rps min/median/max' 'B rps min/median/max' A/B 'CPU us a request, median: A java+postgres, B java+postgres; errors'
for kind in $KINDS; do
  ROUND_SECONDS=$WARM_SECONDS a "$kind" >/dev/null
  ROUND_SECONDS=$WARM_SECONDS b "$kind" >/dev/null
  A='' B=''
  for _ in $(seq "$ROUNDS"); do
    A+="$(a "$kind")"$'\n'
    B+="$(b "$kind")"$'\n'
  done
  column() { printf '%s' "$1" | awk -v c="$2" 'NF {print $c}'; }
  line() { column "$1" 1 | sort -n | awk '{v[NR] = $1} END {printf "%d/%d/%d", v[1], v[int((NR + 1) / 2)], v[NR]}'; }
  ratio=$(awk -v a="$(column "$A" 1 | median)" -v b="$(column "$B" 1 | median)" 'BEGIN {printf "%.2f", a / b}')
  printf '%-16s %28s %28s %6s   %s+%s, %s+%s; %s\n' "$kind" "$(line "$A")" "$(line "$B")" "$ratio" \
    "$(column "$A" 2 | median)" "$(column "$A" 3 | median)" "$(column "$B" 2 | median)" "$(column "$B" 3 | median)" \
    "$( (column "$A" 4; column "$B" 4) | awk '{s += $1} END {print s}')"
done
