"""What every answer carries: a strict content policy, no storing, no guessing of types (WB-01, WB-03)."""

from flask import Flask, Response, request

CONTENT_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Frame-Options": "DENY",
}
FONTS = ".woff2"
"""Fonts are asked for without a version, so that the preload and the style sheet name one address."""
STATIC_CACHE = "public, max-age=31536000, immutable"


def install(app: Flask, *, https: bool) -> None:
    @app.after_request
    def _protect(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if https:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if request.endpoint == "static":
            if "v" in request.args or request.path.endswith(FONTS):
                response.headers["Cache-Control"] = STATIC_CACHE
            return response
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.vary.update(("Cookie", "HX-Request"))
        return response
