-- The same request again and again: wrk … URL -- METHOD AUTHORIZATION BODY, each "-" for none.
function init(args)
	wrk.method = args[1]
	if args[2] ~= "-" then
		wrk.headers["Authorization"] = args[2]
	end
	if args[3] ~= "-" then
		wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
		wrk.body = args[3]
	end
end
