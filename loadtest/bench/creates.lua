-- Single POSTs of new users for wrk, each with the body that an operation of bulk_body.py has. RUN: a word that no other run has; TOKEN.
local run = os.getenv("RUN")
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("id", threads)
end

function init(args)
  number = 0
  wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
  wrk.headers["Content-Type"] = "application/scim+json"
  local file = io.open(os.getenv("USER_TEMPLATE"))
  template = file:read("*a")
  file:close()
end

function request()
  number = number + 1
  return wrk.format("POST", "/scim/v2/Users", nil, (template:gsub("NAME", run .. "." .. id .. "." .. number)))
end

function done(summary, latency, requests)
  io.write(string.format("RESULT %.0f %d %d %.3f\n", summary.requests / summary.duration * 1e6, summary.requests,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout, latency:percentile(99) / 1000))
end
