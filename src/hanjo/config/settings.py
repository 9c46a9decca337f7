"""Django's settings. Everything that differs between machines comes from the environment.

HANJO_HOME              the folder of the instance (default: .hanjo in the user's own folder)
HANJO_DATABASE_URL      a real PostgreSQL instead of the embedded one
HANJO_URL               the address people type, for example https://hanjo.example.jp
HANJO_SHOP_URL          an address of the shop's own, for example https://www.example.jp (else it stands below /shop/)
HANJO_HOSTS             further host names, separated by commas
HANJO_PROXIES           how many own reverse proxies stand in front (default 0)
HANJO_SMTP_URL          smtp://user:password@host:587 (smtps:// for TLS from the start)
HANJO_PROCESS           web, worker or cli: set by the command that starts the process
HANJO_STATIC            collected (hashed files of the home) or source (development, tests)
HANJO_DEBUG             1 shows Django's error pages; never in front of customers
"""

import os
from urllib.parse import unquote, urlsplit

from hanjo.config.database import database
from hanjo.config.home import home
from hanjo.config.modules import MODULES, SOURCE

HOME = home()
DEBUG = os.environ.get("HANJO_DEBUG") == "1"
PROCESS = os.environ.get("HANJO_PROCESS", "cli")

# --- addresses ---------------------------------------------------------------------------------------
URL = os.environ.get("HANJO_URL", "http://localhost:8000").rstrip("/")
SHOP_URL = os.environ.get("HANJO_SHOP_URL", "").rstrip("/")
HTTPS = URL.startswith("https://")
_named = [name.strip() for name in os.environ.get("HANJO_HOSTS", "").split(",") if name.strip()]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", urlsplit(URL).hostname or "localhost", *_named]
if SHOP_URL:
    ALLOWED_HOSTS.append(urlsplit(SHOP_URL).hostname or "localhost")
CSRF_TRUSTED_ORIGINS = [URL] if HTTPS else []
ROOT_URLCONF = "hanjo.config.urls"
WSGI_APPLICATION = "hanjo.config.wsgi.application"
APPEND_SLASH = True
TRUSTED_PROXIES = int(os.environ.get("HANJO_PROXIES", "0"))

# --- what is installed -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "procrastinate.contrib.django",
    *(f"hanjo.{module}" for module in MODULES),
]
MIDDLEWARE = [
    "hanjo.storefront.web.kept.middleware",  # the shop's kept pages leave before anything else is asked
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hanjo.ui.csp.middleware",
    "hanjo.config.hosts.middleware",
    "hanjo.storefront.web.language.middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hanjo.config.idempotency.middleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# --- database and jobs -------------------------------------------------------------------------------
DATABASES = {"default": database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_ON_APP_READY = "hanjo.config.jobs.ready"

# --- pages -------------------------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "DIRS": [SOURCE / module / "templates" for module in MODULES],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "hanjo.ui.jinja.environment"},
    },
]
FORM_RENDERER = "hanjo.ui.forms.Renderer"
HANJO_SHELL_CONTEXT = ["hanjo.console.web.shell.shell"]
HANJO_CLOCK = "hanjo.kernel.clock.now"  # what the pages mean by 「3分前」
STATIC_URL = "/static/"
STATIC_ROOT = HOME.static
STATIC_COLLECTED = os.environ.get("HANJO_STATIC") == "collected"
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME.media
INBOX_ROOT = HOME.path / "inbox"  # order files that wait to be taken in, a folder per channel
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "hanjo.ui.storage.Storage"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_COLLECTED
WHITENOISE_AUTOREFRESH = not STATIC_COLLECTED

# --- language and time -------------------------------------------------------------------------------
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
BUSINESS_TIME_ZONE = "Asia/Tokyo"
LOCALE_PATHS = [SOURCE / "locale"]

# --- who comes in ------------------------------------------------------------------------------------
SECRET_KEY = HOME.key("session")
AUTH_USER_MODEL = "staff.Staff"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name", "email")},
    },
]
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "hanjo_session"
CSRF_COOKIE_NAME = "hanjo_csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hanjo.config.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- what comes in, what goes out --------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a selection of thousands of orders is one form
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_LARGEST_BYTES = 200 * 1024 * 1024

# --- mail --------------------------------------------------------------------------------------------
SMTP_CONFIGURED = bool(os.environ.get("HANJO_SMTP_URL"))  # without one, mails wait in their tray
_smtp = urlsplit(os.environ.get("HANJO_SMTP_URL", "smtp://127.0.0.1:1025"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _smtp.hostname or "127.0.0.1"
EMAIL_PORT = _smtp.port or 587
EMAIL_HOST_USER = unquote(_smtp.username or "")
EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
EMAIL_USE_SSL = _smtp.scheme == "smtps"
EMAIL_USE_TLS = _smtp.scheme == "smtp" and bool(_smtp.username)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("HANJO_MAIL_FROM", "shop@localhost")

# --- log ---------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)-7s %(name)s  %(message)s", "datefmt": "%H:%M:%S"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "hanjo": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
    },
}
