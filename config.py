"""The settings of one installation; the only reader of the environment."""

import os
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "EXCHANGE_"


class UnknownSetting(ValueError):
    """An EXCHANGE_* variable that no setting answers to: a typing error would otherwise be silent."""


class Settings(BaseSettings):
    """Every setting is an environment variable EXCHANGE_<NAME>; docs/operations.md lists them."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    host: str = Field("127.0.0.1", description="Address the web server listens on.")
    port: int = Field(8000, description="Port the web server listens on.")
    url: str = Field(
        "", description="Public address, such as https://meet.example.org; made from host and port if empty."
    )
    database_url: str = Field("", description="SQLAlchemy address; SQLite in the data folder if empty.")
    data_dir: Path = Field(Path("instance"), description="Folder of the database, outbox and rendered files.")
    secret_key: SecretStr = Field(
        SecretStr(""), description="Signs cookies; made once and kept in the data folder if empty."
    )
    alliance_name: str = Field("Alliance of Cities", description="Name of the network, shown on pages and mails.")
    mail_from: str = Field("exchange@localhost.localdomain", description="Sender of mails.")
    smtp_host: str = Field("", description="Mail server; without one mails are kept as files and on the outbox page.")
    smtp_port: int = Field(25, description="Port of the mail server.")
    smtp_user: str = Field("", description="User of the mail server, if it asks for one.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password of the mail server.")
    smtp_tls: bool = Field(False, description="Start TLS before sending.")
    demo: bool = Field(False, description="Marks everything as fictional and allows demo sign-in links.")
    workers: int = Field(2, description="Web server processes.")
    trusted_proxies: int = Field(0, description="How many proxies in front set X-Forwarded-*.")
    https: bool = Field(False, description="Cookies only over HTTPS, and HSTS.")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    pseudo_language: bool = Field(False, description="Offer a right-to-left pseudo-language to test layouts.")
    sign_in_links_per_hour: int = Field(6, description="Sign-in links for one address in an hour.")
    posts_per_hour: int = Field(60, description="Registrations and sign-ins from one network address in an hour.")

    @cached_property
    def data_path(self) -> Path:
        """The data folder, absolute and existing."""
        path = self.data_dir.expanduser().resolve()
        path.mkdir(parents=True, exist_ok=True)
        return path

    @cached_property
    def database(self) -> str:
        """SQLAlchemy address; plain postgresql:// is read as psycopg 3."""
        if not self.database_url:
            return f"sqlite:///{self.data_path / 'exchange.sqlite3'}"
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)

    @cached_property
    def public_url(self) -> str:
        """Address people use, without a final slash."""
        return (self.url or f"http://{'localhost' if self.host == '0.0.0.0' else self.host}:{self.port}").rstrip("/")  # noqa: S104

    @cached_property
    def public_host(self) -> str:
        """Host name that ends the UIDs of calendar entries."""
        return urlsplit(self.public_url).hostname or "localhost"

    @cached_property
    def signing_key(self) -> str:
        """The secret key; the first start writes one that later starts read."""
        if key := self.secret_key.get_secret_value():
            return key
        return _kept_secret(self.data_path / "secret.key")


def _kept_secret(path: Path) -> str:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        file.write(os.urandom(32).hex())
    return path.read_text()


def load_settings() -> Settings:
    """Settings from the environment; raises UnknownSetting for a variable that is misspelt."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise UnknownSetting(f"Unknown setting {', '.join(unknown)}; docs/operations.md lists the settings.")
    return Settings()


def environment_with(**settings: str) -> dict[str, str]:
    """This process's environment with some settings changed, for the processes it starts."""
    return os.environ | {PREFIX + name.upper(): value for name, value in settings.items()}
