-- Asks samples/RxRecs.Live for the lists of users drawn evenly:
--   wrk -t1 -c32 -d600s --latency -s benchmarks/live.lua http://127.0.0.1:5080
-- Beside it, events: dotnet run --project benchmarks/RxRecs.Benchmarks -c Release -- live http://127.0.0.1:5080
local first, users = 500000000, 5000

request = function()
  return wrk.format("GET", "/recommendations/" .. (first + math.random(users) - 1))
end

