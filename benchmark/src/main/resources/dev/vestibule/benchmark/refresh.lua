-- Each refresh token is used once, and its successor after it: wrk … URL -- AUTHORIZATION TOKEN…
-- More tokens than connections are needed, since wrk takes some in vain: to look at the script, and when it connects anew.
local tokens = {}

function init(args)
	wrk.method = "POST"
	wrk.headers["Authorization"] = args[1]
	wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
	for i = 2, #args do
		tokens[#tokens + 1] = args[i]
	end
end

function request()
	local token = table.remove(tokens) or "none-left"
	return wrk.format(nil, nil, nil, "grant_type=refresh_token&refresh_token=" .. token)
end

function response(status, headers, body)
	local successor = status == 200 and body:match('"refresh_token" *: *"([^"]+)"')
	if successor then
		tokens[#tokens + 1] = successor
	end
end
