"""A browser for tests of pages: Debian's chromium, what it complained of, and whether a page fits."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# The narrowest phone in use, a common one, and a desk.
SIZES = {"narrow": (320, 640), "phone": (390, 844), "desk": (1280, 900)}


def launched() -> Iterator[Browser]:
    """A browser, closed when the test module is done with it."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield found
        found.close()


def opened(browser: Browser, faults: list[str], size: str, *, dark: bool = False, scripts: bool = True) -> Page:
    """A page in a window of its own; what it complains of, and answers that failed, go to `faults`."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
    )
    page = context.new_page()
    page.on("console", lambda message: faults.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("response", lambda answer: faults.append(answer.url) if answer.status >= 400 else None)
    return page


def check_width(page: Page, size: str) -> None:
    """Nothing sticks out of the window."""
    widths = page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth]")
    assert max(widths) <= SIZES[size][0], page.url
