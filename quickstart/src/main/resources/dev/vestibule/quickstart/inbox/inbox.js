// Shows a new mail by itself; without this script the page is read anew by hand.
const list = document.querySelector("main");

async function look() {
	try {
		const response = await fetch("/api/messages?to=" + encodeURIComponent(list.dataset.to));
		const messages = await response.json();
		if ((messages[0]?.id ?? "") !== list.dataset.newest) {
			location.reload();
		}
	}
	catch {
		// The inbox is gone; it may come back.
	}
}

setInterval(look, 2000);
