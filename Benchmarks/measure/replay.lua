-- SPDX-License-Identifier: Apache-2.0
--
-- Plays recorded requests in order, over and over. Nothing is built while the clock runs, so that the load generator
-- takes as little as possible of the processors that it shares with the server.
--
-- Argument: the folder of the recordings; thread N plays N.requests.

local threads = 0

function setup(thread)
   thread:set("number", threads)
   threads = threads + 1
end

function init(arguments)
   recorded = {}
   local file = assert(io.open(arguments[1] .. "/" .. number .. ".requests", "rb"))
   while true do
      local length = file:read("*n")
      if length == nil then break end
      file:read(1)
      recorded[#recorded + 1] = file:read(length)
   end
   file:close()
   position = 0
end

function request()
   position = position % #recorded + 1
   return recorded[position]
end

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format(
      '\nRESULT {"requests": %d, "seconds": %.6f, "failures": %d, "refusals": %d, "p50": %.1f, "p99": %.1f}\n',
      summary.requests, summary.duration / 1000000,
      errors.connect + errors.read + errors.write + errors.timeout, errors.status,
      latency:percentile(50), latency:percentile(99)))
end
