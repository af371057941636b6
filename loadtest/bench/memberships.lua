-- Random memberships for wrk: one user joins one group. GROUPS, IDS: files of ids, one a line; LOOKUPS: of a hundred requests so many look a
-- user up instead.
local groups, users = {}, {}
local lookups = tonumber(os.getenv("LOOKUPS"))
local before = '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Add","path":"members","value":[{"value":"'

function init(args)
  math.randomseed(os.time())
  for line in io.lines(os.getenv("GROUPS")) do groups[#groups + 1] = line end
  for line in io.lines(os.getenv("IDS")) do users[#users + 1] = line end
  wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
  wrk.headers["Content-Type"] = "application/scim+json"
end

function request()
  local user = users[math.random(#users)]
  if math.random(100) <= lookups then
    return wrk.format("GET", "/scim/v2/Users/" .. user)
  end
  return wrk.format("PATCH", "/scim/v2/Groups/" .. groups[math.random(#groups)], nil, before .. user .. '"}]}]}')
end

function done(summary, latency, requests)
  io.write(string.format("RESULT %.1f %d\n", summary.requests / summary.duration * 1e6,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
