"""``wagecheck serve``: the desk, the same product in a browser."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from wagecheck.cli import engine_threads, web_address
from wagecheck.cli.register_options import clock, register_option
from wagecheck.cli.shared_options import lang_options
from wagecheck.cli.stopping import Stopped

if TYPE_CHECKING:
    import datetime as dt

    from wagecheck.wording import Lang

#: Seconds that answers under way have when the desk is stopped; an upload goes on where it was after the next start.
_GRACE: Final = 3
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True)
@register_option
@click.option("--files", type=click.Path(path_type=Path))
@click.option("--url")
@click.option("--proxy", "proxies", multiple=True)
@click.option("--setup", "another", is_flag=True)
@click.option("--workers", type=click.IntRange(0, 64), default=1, show_default=True)
@click.option("--rules", "rule_folders", multiple=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@lang_options
def serve(
    host: str,
    port: int,
    register: str | None,
    files: Path | None,
    url: str | None,
    proxies: tuple[str, ...],
    another: bool,
    workers: int,
    rule_folders: tuple[Path, ...],
    lang: Lang,
    debug: bool,
) -> None:
    """Serve the desk until it is stopped."""
    from wagecheck.errors import InputError  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    engine_threads.settle_here()
    try:
        import uvicorn  # noqa: PLC0415

        from wagecheck.desk import application, invitations, jobs  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("wagecheck"):
            raise
        raise InputError(*(Wording(each)("serve.extra") for each in ("zh", "en"))) from error
    if host not in _LOOPBACK and url is None:
        raise click.BadParameter(Wording(lang)("serve.url_needed", host=host), param_hint="--url")
    address = _own(host, port) if url is None else web_address.of(url)
    if address is None:
        raise click.BadParameter(Wording(lang)("serve.url_wrong", url=url), param_hint="--url")
    for proxy in proxies:
        if not _is_network(proxy):
            raise click.BadParameter(Wording(lang)("serve.proxy_wrong", proxy=proxy), param_hint="--proxy")
    from wagecheck import rulebook  # noqa: PLC0415
    from wagecheck.desk import opening  # noqa: PLC0415
    from wagecheck.register import place  # noqa: PLC0415

    t = Wording(lang)
    named = place.named(register)
    where = opening.placed(named, files, rule_folders)
    if rule_folders:  # what is wrong in them is said now, not with every hand-in
        rulebook.load(extra=rule_folders)
    listening = _listening(host, port)
    opened = opening.opened(where, clock=clock, today=_today, address=address)
    with listening, opened as desk, jobs.alone(desk) as alone:
        for folder in alone.unguarded:
            click.echo(t("desk_alone.no_locks", folder=folder), err=True)
        click.echo(t("serve.address", address=desk.address))
        click.echo(t("serve.place", register=place.shown(desk.register.url), files=where.files))
        if unknown := opening.strangers(desk):
            click.echo(t("serve.strangers", count=unknown, folder=where.files / "hand_ins"), err=True)
        link = invitations.setup_link(desk, another=another)
        if link is not None:
            hours = int(desk.settings.login.setup.total_seconds() // 3600)
            click.echo(t("serve.setup_another" if another else "serve.setup", link=link, hours=hours))
        click.echo(t("serve.stop"))
        app = application.make(
            desk,
            working=lambda: jobs.running(desk, workers, alone.ours),
            hosts=() if host not in _LOOPBACK else _LOOPBACK,
        )
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,  # addresses hold one-time links
            server_header=False,
            proxy_headers=bool(proxies),
            forwarded_allow_ips=list(proxies),
            timeout_graceful_shutdown=_GRACE,
        )
        server = uvicorn.Server(config)
        _end_with_the_terminal(server)
        with suppress(Stopped, KeyboardInterrupt):  # Ctrl-C is how it ends
            server.run(sockets=[listening])


def _today() -> dt.date:
    """Of this module, so that it can be handed to the worker processes."""
    from wagecheck.cli import dates  # noqa: PLC0415

    return dates.as_of(None)


def _end_with_the_terminal(server: Any) -> None:
    """A window that is closed ends it as Ctrl-C does, which uvicorn alone listens for. Not under ``nohup``."""
    import signal  # noqa: PLC0415

    for name in ("SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, server.handle_exit)


def _is_network(proxy: str) -> bool:
    """An address or a network; a star would believe everybody."""
    from ipaddress import ip_network  # noqa: PLC0415

    try:
        return bool(ip_network(proxy, strict=False).prefixlen)
    except ValueError:
        return False


def _own(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _listening(host: str, port: int) -> Any:
    """The socket, taken before anything else is begun. OutputError where somebody else has it."""
    import socket  # noqa: PLC0415

    from wagecheck.errors import OutputError  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    taken = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        said = {"host": host, "port": port, "why": error.strerror or str(error)}
        raise OutputError(*(Wording(each)("serve.port_taken", **said) for each in ("zh", "en"))) from error
    return taken
