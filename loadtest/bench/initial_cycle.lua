-- The requests of an initial cycle in the shares that it has (users, their managers, a few memberships), for wrk: of a hundred 45 look a user up
-- by name, 23 create one, 25 set a manager, 7 add a member. GROUPS, IDS: files of ids, one a line; NAMES: the users' names are this and a number
-- of 1 to 1,000,000; RUN: a word that no other run has; USER_TEMPLATE, TOKEN.
local groups, users = {}, {}
local names, run = os.getenv("NAMES"), os.getenv("RUN")
local number = 0
local patch = '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Add","path":"'
local manager = patch .. 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":"'
local member = patch .. 'members","value":[{"value":"'

local function lines(file)
  local read = {}
  for line in io.lines(file) do read[#read + 1] = line end
  return read
end

function init(args)
  math.randomseed(os.time())
  groups, users = lines(os.getenv("GROUPS")), lines(os.getenv("IDS"))
  local file = io.open(os.getenv("USER_TEMPLATE"))
  template = file:read("*a")
  file:close()
  wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
  wrk.headers["Content-Type"] = "application/scim+json"
end

local function any(list) return list[math.random(#list)] end

function request()
  local kind = math.random(100)
  if kind <= 45 then
    return wrk.format("GET", "/scim/v2/Users?filter=userName%20eq%20%22" .. names .. math.random(1000000) .. "%22")
  elseif kind <= 68 then
    number = number + 1
    return wrk.format("POST", "/scim/v2/Users", nil, (template:gsub("NAME", run .. "." .. number)))
  elseif kind <= 93 then
    return wrk.format("PATCH", "/scim/v2/Users/" .. any(users), nil, manager .. any(users) .. '"}]}')
  end
  return wrk.format("PATCH", "/scim/v2/Groups/" .. any(groups), nil, member .. any(users) .. '"}]}]}')
end

function done(summary, latency, requests)
  io.write(string.format("RESULT %.1f %d\n", summary.requests / summary.duration * 1e6,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
