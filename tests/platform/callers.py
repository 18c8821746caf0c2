"""People who come to the site from addresses of their own, so that no limit holds."""

import time

import requests

# The site believes what we say of where a request comes from.
BEHIND_A_PROXY = {"TRUSTED_PROXY_COUNT": "1"}
SECRET = "c" * 32  # of a form, as good as any: it only has to be the cookie's
WAIT = 60  # seconds until an answer must be there
ADDRESSES = 250  # that an address of four numbers counts up in its last one


class Caller:
    """One person; `seconds` is how long the last answer took."""

    def __init__(self, site, number):
        self.site, self.number, self.seconds = site, number, 0.0
        self.session = requests.Session()
        self.session.cookies.set("csrftoken", SECRET, domain="127.0.0.1")
        high, low = divmod(number, ADDRESSES)
        self.session.headers.update(
            {
                # What is refused unread leaves a connection that nobody can use.
                "Connection": "close",
                "X-Forwarded-For": f"10.0.{high}.{low + 1}",
                "Referer": site,
            }
        )

    def follow(self, path):
        """Look at an address, and go where it leads."""
        return self.session.get(self.site + path, timeout=WAIT)

    def post(self, path, **fields):
        """Send a form."""
        token = self.session.cookies["csrftoken"]  # another one once signed in
        return self._send(path, data={"csrfmiddlewaretoken": token, **fields})

    def post_json(self, path, token, **body):
        """Send JSON as a program does."""
        headers = {"Authorization": f"Token {token}"}
        return self._send(path, json=body, headers=headers)

    def _send(self, path, **sent):
        began = time.monotonic()
        answer = self.session.post(
            self.site + path, allow_redirects=False, timeout=WAIT, **sent
        )
        self.seconds = time.monotonic() - began
        return answer
