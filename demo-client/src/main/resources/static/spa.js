// A public client in one file: authorization code with PKCE (RFC 7636), tokens in this page's memory and nowhere else.

const app = document.getElementById("app");
const { issuer, clientId, redirectUri, resource } = app.dataset;
const endpoints = {
	authorize: `${issuer}/oauth2/authorize`,
	token: `${issuer}/oauth2/token`,
	logout: `${issuer}/connect/logout`,
};
const PENDING = "pending-login";
const CLOCK_SKEW = 60;

let tokens = null;

class Problem extends Error {}

// --- Logging in

async function login() {
	const pending = { state: random(), nonce: random(), verifier: random() };
	// Of the three none is a token, and each is of use once: they may outlive the redirect here.
	sessionStorage.setItem(PENDING, JSON.stringify(pending));
	location.assign(`${endpoints.authorize}?${new URLSearchParams({
		response_type: "code",
		client_id: clientId,
		redirect_uri: redirectUri,
		scope: "openid profile email notes.read notes.write",
		resource,
		state: pending.state,
		nonce: pending.nonce,
		code_challenge: base64url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(pending.verifier))),
		code_challenge_method: "S256",
	})}`);
}

async function finishLogin(answer) {
	const pending = JSON.parse(sessionStorage.getItem(PENDING));
	sessionStorage.removeItem(PENDING);
	if (!pending || answer.get("state") !== pending.state) {
		throw new Problem("state");
	}
	if (answer.getAll("iss").length !== 1 || answer.get("iss") !== issuer) { // RFC 9207
		throw new Problem("issuer");
	}
	if (answer.has("error")) {
		throw new Problem(answer.get("error") === "access_denied" ? "denied" : "token");
	}
	const received = await requestTokens({
		grant_type: "authorization_code",
		code: answer.get("code"),
		redirect_uri: redirectUri,
		code_verifier: pending.verifier,
	});
	const claims = claimsOf(received.id_token);
	checkIdToken(claims);
	if (claims.nonce !== pending.nonce) {
		throw new Problem("token");
	}
	accept(received);
}

async function refresh() {
	const received = await requestTokens({ grant_type: "refresh_token", refresh_token: tokens.refresh });
	if (received.id_token) {
		const claims = claimsOf(received.id_token);
		checkIdToken(claims);
		if (claims.sub !== claimsOf(tokens.id).sub) {
			throw new Problem("token");
		}
	}
	accept(received);
}

function logout() {
	const idToken = tokens.id;
	tokens = null;
	location.assign(`${endpoints.logout}?${new URLSearchParams({
		id_token_hint: idToken,
		client_id: clientId,
		post_logout_redirect_uri: redirectUri,
	})}`);
}

// --- Tokens

async function requestTokens(parameters) {
	const response = await call(endpoints.token, {
		method: "POST",
		body: new URLSearchParams({ client_id: clientId, ...parameters }),
	});
	if (!response.ok) {
		throw new Problem(response.status >= 500 ? "unavailable" : "over");
	}
	return response.json();
}

function accept(received) {
	tokens = {
		access: received.access_token,
		expires: new Date(Date.now() + received.expires_in * 1000),
		// A public client's refresh token is new each time; the one just used is spent.
		refresh: received.refresh_token ?? tokens?.refresh,
		id: received.id_token ?? tokens?.id,
	};
}

// The ID token came straight from the token endpoint, so its signature need not be checked (OpenID Connect Core, 3.1.3.7).
function checkIdToken(claims) {
	const audience = [claims.aud].flat();
	if (claims.iss !== issuer || !audience.includes(clientId) || (audience.length > 1 && claims.azp !== clientId)
			|| !(claims.exp + CLOCK_SKEW > Date.now() / 1000)) {
		throw new Problem("token");
	}
}

function claimsOf(jwt) {
	try {
		const bytes = atob(jwt.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"));
		return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0))));
	}
	catch {
		throw new Problem("token");
	}
}

function random() {
	return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes) {
	return btoa(String.fromCharCode(...new Uint8Array(bytes)))
		.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// --- The API

async function callNotes(options = {}) {
	const response = await call(`${resource}/notes`, {
		...options,
		headers: { ...options.headers, Authorization: `Bearer ${tokens.access}` },
	});
	if (!response.ok) {
		throw new Problem({ 400: "text", 401: "over", 403: "scope" }[response.status] ?? "unavailable");
	}
	return response.json();
}

function addNote(text) {
	return callNotes({
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify({ text }),
	});
}

// Never with cookies, never after a redirect, never without an end.
async function call(url, options) {
	try {
		return await fetch(url, {
			...options,
			credentials: "omit",
			redirect: "error",
			cache: "no-store",
			signal: AbortSignal.timeout(10_000),
		});
	}
	catch {
		throw new Problem("unavailable");
	}
}

// --- The page

const find = (selector) => app.querySelector(selector);

function show(problem) {
	app.querySelectorAll("[data-when]").forEach((part) => {
		part.hidden = (part.dataset.when === "in") !== Boolean(tokens);
	});
	find("[data-problem]").hidden = !problem;
	app.querySelectorAll("[data-is]").forEach((text) => {
		text.hidden = text.dataset.is !== problem;
	});
	if (tokens) {
		find("[data-expires]").textContent = tokens.expires.toLocaleTimeString(document.documentElement.lang);
		find("[data-claims]").replaceChildren(...Object.entries(claimsOf(tokens.id)).flatMap(([name, value]) => [
			element("dt", name), element("dd", typeof value === "string" ? value : JSON.stringify(value))]));
	}
}

async function showNotes() {
	if (tokens) {
		const notes = await callNotes();
		find("[data-notes]").replaceChildren(...notes.map((note) => element("li", note.text)));
	}
}

function element(name, text) {
	const created = document.createElement(name);
	created.textContent = text;
	return created;
}

async function attempt(step) {
	try {
		await step();
		show();
		await showNotes();
	}
	catch (problem) {
		if (!(problem instanceof Problem)) {
			show("token");
			throw problem;
		}
		show(problem.message);
	}
}

const actions = { login, refresh, logout };
app.querySelectorAll("[data-action]").forEach((button) => {
	button.addEventListener("click", () => attempt(actions[button.dataset.action]));
});
find("[data-notes-form]").addEventListener("submit", (event) => {
	event.preventDefault();
	const form = event.target;
	attempt(async () => {
		await addNote(form.elements.text.value);
		form.reset();
	});
});

const answer = new URLSearchParams(location.search);
// Before anything else: a code or state in the address would stay in history and be sent on reload.
history.replaceState(null, "", location.pathname);
attempt(async () => {
	if (answer.has("code") || answer.has("error")) {
		await finishLogin(answer);
	}
});
