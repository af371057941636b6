-- Random look-ups of seeded users for wrk. KIND: id, userName, externalId or emails; USERS: how many there are; IDS: a file with one id a line;
-- DOMAIN: of the userNames; WITH_GROUPS=yes leaves groups in the answer.
local kind, users, domain = os.getenv("KIND"), tonumber(os.getenv("USERS")), os.getenv("DOMAIN")
local token = os.getenv("TOKEN")
local groups = os.getenv("WITH_GROUPS") == "yes"
local ids = {}
local seeded = 0

function setup(thread)
  seeded = seeded + 1
  thread:set("seed", seeded)
end

function init(args)
  math.randomseed(4711 + seed)
  if kind == "id" then
    for line in io.lines(os.getenv("IDS")) do ids[#ids + 1] = line end
  end
  wrk.headers["Authorization"] = "Bearer " .. token
end

function request()
  local path
  local n = math.random(users)
  if kind == "id" then
    path = "/scim/v2/Users/" .. ids[math.random(#ids)] .. (groups and "" or "?excludedAttributes=groups")
  else
    local filter
    if kind == "userName" then filter = "userName%20eq%20%22user." .. n .. "@" .. domain
    elseif kind == "externalId" then filter = string.format("externalId%%20eq%%20%%225eed0000-0000-4000-8000-%012x", n)
    else filter = "emails%5Btype%20eq%20%22work%22%5D.value%20eq%20%22user." .. n .. "@" .. domain end
    path = "/scim/v2/Users?" .. (groups and "" or "excludedAttributes=groups&") .. "filter=" .. filter .. "%22"
  end
  return wrk.format("GET", path)
end

function done(summary, latency, requests)
  io.write(string.format("RESULT %.0f %d %d %.3f\n", summary.requests / summary.duration * 1e6, summary.requests,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout, latency:percentile(99) / 1000))
end
