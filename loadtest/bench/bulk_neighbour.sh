#!/usr/bin/env bash
# Reads users of one tenant by id at a fixed rate, open loop, first alone and then while Bulk requests of another tenant run back to back.
#
#   URL=http://127.0.0.1:8080 READER=... WRITER=... IDS=ids.txt RATE=1000 CLASSPATH=... loadtest/bench/bulk_neighbour.sh
#
# READER and WRITER: tokens of two tenants. RATE: requests a second, a quarter of what lookups.sh finds. CLASSPATH: the test class path
# (mvn dependency:build-classpath and target/test-classes). SECONDS_OF_A_ROUND (15), CREATIONS (1000), JOBS (2) Bulk requests at once,
# REQUESTS (40) that each of them can send at most. As root the reader goes before the others on the processors, as though it had its own.
set -euo pipefail
cd "$(dirname "$0")"
SECONDS_OF_A_ROUND=${SECONDS_OF_A_ROUND:-15} CREATIONS=${CREATIONS:-1000} JOBS=${JOBS:-2} REQUESTS=${REQUESTS:-40}
WORK=$(mktemp -d); trap 'rm -rf "$WORK"' EXIT
first=$(nice -n -10 true 2>/dev/null && echo nice -n -10 || true)

read_users() { TOKEN=$READER $first java -cp "$CLASSPATH" io.sluice.bench.LookUpsAtRate "$URL" "$IDS" "$RATE" "$1" 2>/dev/null; }
write_users() { # number: its Bulk requests one after another, until the file goes
  local n
  for n in $(seq "$REQUESTS"); do
    [ -e "$WORK/run" ] || return 0
    curl -sS -o "$WORK/$1.out" -H "Authorization: Bearer $WRITER" -H 'Content-Type: application/scim+json' -H 'Expect:' \
      --data-binary "@$WORK/$1.$n.json" "$URL/scim/v2/Bulk"
    grep -o '"status":"201"' "$WORK/$1.out" | wc -l >>"$WORK/$1.created"
  done
  echo "writer $1 has no more to send" >&2
}

run=$(date +%s%N)
for job in $(seq "$JOBS"); do
  for n in $(seq "$REQUESTS"); do ./bulk_body.py user.json "$run.$job.$n" "$CREATIONS" >"$WORK/$job.$n.json"; done
done
echo "alone:     $(read_users "$SECONDS_OF_A_ROUND")"
touch "$WORK/run"
for job in $(seq "$JOBS"); do write_users "$job" & done
echo "with bulk: $(read_users "$SECONDS_OF_A_ROUND")"
rm "$WORK/run"; wait
echo "created meanwhile: $(cat "$WORK"/*.created | awk '{s += $1} END {print s}')"
