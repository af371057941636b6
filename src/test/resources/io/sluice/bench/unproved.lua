-- The look-ups of lookups.lua by a client that shows no credential.
dofile("loadtest/bench/lookups.lua")
local begin = init

function init(args)
  begin(args)
  wrk.headers["Authorization"] = nil
end
