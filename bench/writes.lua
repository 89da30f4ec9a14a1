-- One POST after another, each of an estate of its own: what `bench/writes` has wrk send.
local cookie, csrf, region, run = os.getenv("COOKIE"), os.getenv("CSRF"), os.getenv("REGION"),
	os.getenv("RUN")
local n = 0

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Cookie"] = cookie
wrk.headers["X-CSRF-Token"] = csrf

local before = '","address":"测量路1号","kind":"commodity","service_mode":"professional",'
	.. '"fee_low_e4":18000,"fee_high_e4":25000,"fee_unit":"m2_month","building_count":12,'
	.. '"house_count":640,"built_year":2009,"region_id":"' .. region .. '"}'

function request()
	n = n + 1
	local key = run .. "-" .. n
	wrk.headers["Idempotency-Key"] = key
	return wrk.format(nil, nil, nil, '{"name":"测量小区 ' .. key .. before)
end

refused = {}
function response(status)
	if status ~= 201 then
		refused[status] = (refused[status] or 0) + 1
	end
end

local threads = {}
function setup(thread)
	table.insert(threads, thread)
end

-- One line that the script reads: requests, seconds, median, 99th percentile and longest in µs,
-- and how many were answered otherwise than 201, by status.
function done(summary, latency)
	local line = string.format("result %d %.3f %d %d %d", summary.requests,
		summary.duration / 1e6, latency:percentile(50), latency:percentile(99), latency.max)
	for status, times in pairs(threads[1]:get("refused")) do
		line = line .. " " .. status .. "=" .. times
	end
	local e = summary.errors
	print(line .. " broken=" .. e.connect + e.read + e.write + e.timeout)
end
