"""What the frame of every console page needs, handed over by the hook in HANJO_SHELL_CONTEXT as `shell` (画面の枠)."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the side navigation; `key` is its `g` sequence, `phone` puts it on the phone's tab bar."""

    name: str
    label: str
    icon: str
    url: str
    count: int | None = None
    key: str = ""
    hot: bool = False
    phone: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """How the connections stand, in a few words, with the page that tells more."""

    tone: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class MenuLink:
    """One entry of the user's menu."""

    label: str
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class User:
    """Who is signed in; signing out is a POST."""

    name: str
    logout_url: str
    links: tuple[MenuLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame: shop, person, navigation (None draws a rule), health, and the person's own settings."""

    shop: str
    user: User | None
    nav: tuple[NavItem | None, ...] = ()
    search_url: str = ""
    health: Health | None = None
    notice: str = ""
    keys: bool = True
    keymap: Mapping[str, str] = field(default_factory=dict)
    density: str = ""
    scheme: str = ""
