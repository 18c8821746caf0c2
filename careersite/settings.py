"""All settings, read from the environment (docs/operating.md names each)."""

import logging
import os
import sys
from email.utils import parseaddr
from pathlib import Path

from csp.constants import NONE, SELF

from careersite.environment import (
    HOSTS,
    ORIGINS,
    SENDER,
    SITE,
    database_settings,
    demand,
    env_bool,
    env_int,
    env_list,
    env_rates,
    env_text,
)
from careersite.log_settings import log_settings

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules

# Demonstration mode: known accounts, mail into a folder, no HTTPS.
CAREERSITE_DEMO = env_bool("CAREERSITE_DEMO", default=False)
DEBUG = env_bool("DEBUG", default=False)
IS_REAL = not (DEBUG or CAREERSITE_DEMO or TESTING)
if IS_REAL:
    demand("SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "SITE_URL")
SECRET_KEY = os.environ.get("SECRET_KEY") or "demo-only"
ALLOWED_HOSTS = env_list(
    "ALLOWED_HOSTS", default="127.0.0.1,localhost,[::1]", form=HOSTS
)
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", form=ORIGINS)
# How many proxies of ours set X-Forwarded-For; 0 believes none of it.
TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", default=0)
# Opens /metrics to a program; without it only operators see them.
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
LOGGING = log_settings(as_json=IS_REAL)
# Warnings of Python would stand between the lines as they are.
logging.captureWarnings(IS_REAL)

INSTALLED_APPS = [
    "careersite.apps.CareersiteConfig",
    "roadmaps",
    "profiles",
    "roles",
    "careersite.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "lucide",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "careersite.common.observing.ObserveMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "careersite.common.middleware.PageHeadersMiddleware",
    "careersite.common.middleware.UnavailableDatabaseMiddleware",
    "careersite.common.middleware.RefuseUnreadableMiddleware",
    "careersite.replica.ReadReplicaMiddleware",
    "careersite.kept_pages.KeptPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "careersite.common.middleware.SlashMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "profiles.middleware.EndOldSessionsMiddleware",
    "careersite.common.form_addresses.SignInMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "profiles.middleware.RequireSecondFactorMiddleware",
    "profiles.middleware.LeavingMiddleware",
    "profiles.middleware.TrackSessionMiddleware",
    "careersite.local_time.LocalTimeMiddleware",
    "profiles.middleware.NoteWhoActsMiddleware",
    "profiles.middleware.RefuseFailedFormMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "careersite.common.form_addresses.FormAddressMiddleware",
]

ROOT_URLCONF = "careersite.urls"
WSGI_APPLICATION = "careersite.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "careersite.context.shell",
            ],
            "builtins": [f"careersite.templatetags.{name}" for name in ("ui", "drawn")],
        },
    },
]

CONNECTIONS = {
    # A kept connection would block dropping the test database.
    "CONN_MAX_AGE": 0 if TESTING else 60,
    "CONN_HEALTH_CHECKS": True,
    # A pooler in transaction mode keeps no cursor between two requests for rows.
    "DISABLE_SERVER_SIDE_CURSORS": True,
}
DATABASES = {
    "default": {
        **database_settings(),
        **CONNECTIONS,
        # Made by ./dev test; without it each run starts from nothing.
        "TEST": {
            "NAME": os.environ.get("CAREERSITE_TEST_DATABASE"),
            "TEMPLATE": os.environ.get("CAREERSITE_TEST_TEMPLATE") or None,
        },
    },
}
if os.environ.get("DATABASE_DIRECT_URL"):
    database_settings("DATABASE_DIRECT_URL")  # read by commands alone: refused now
if os.environ.get("DATABASE_REPLICA_URL"):
    DATABASES["replica"] = {
        **database_settings("DATABASE_REPLICA_URL"),
        **CONNECTIONS,
        "TEST": {"MIRROR": "default"},
    }
    DATABASE_ROUTERS = ["careersite.replica.VisitorsRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Culling drops counters of rate limits: leave room for many callers.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

# Public pages kept in each process. None in tests, which count what a page costs.
KEPT_PAGES = 0 if TESTING else 64
KEPT_BYTES = 8_000_000

AUTH_USER_MODEL = "profiles.User"
AUTHENTICATION_BACKENDS = ["careersite.desk.PersonBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
] + [
    {"NAME": "profiles.passwords.LongestValidator"},
    {"NAME": "profiles.passwords.StaffLengthValidator"},
    {"NAME": "profiles.passwords.BreachedPasswordValidator"},
    {"NAME": "profiles.passwords.SiteWordValidator"},
]
BREACHED_PASSWORDS = os.environ.get("BREACHED_PASSWORDS", "")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_ADAPTER = "profiles.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Sensitive acts ask again after a quarter of an hour.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,10/300s/key",
    "report": "5/h/ip",
}
ACCOUNT_FORMS = {
    "login": "profiles.forms.accounts.LoginForm",
    "signup": "profiles.forms.accounts.SignupForm",
    "add_email": "profiles.forms.accounts.AddEmailForm",
    "change_password": "profiles.forms.accounts.ChangePasswordForm",
    "set_password": "profiles.forms.accounts.SetPasswordForm",
    "reset_password": "profiles.forms.accounts.ResetPasswordForm",
    "reset_password_from_key": "profiles.forms.accounts.ResetPasswordKeyForm",
    "reauthenticate": "profiles.forms.accounts.ReauthenticateForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_ADAPTER = "profiles.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Careersite"
MFA_FORMS = {
    "authenticate": "profiles.forms.accounts.SecondFactorForm",
    "reauthenticate": "profiles.forms.accounts.SecondFactorAgainForm",
    "activate_totp": "profiles.forms.accounts.ActivateSecondFactorForm",
}
# Noting each request would cost every page five queries and a write.
USERSESSIONS_TRACK_ACTIVITY = False

LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "profiles.api.authentication.TokenAuthentication",
        "careersite.common.api_guards.SessionAuthentication",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["careersite.common.api_guards.StrictJSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "careersite.common.api_schema.OurSchema",
    "DEFAULT_PAGINATION_CLASS": "careersite.common.api_guards.Pagination",
    "DEFAULT_THROTTLE_CLASSES": ["careersite.common.api_guards.ScopeThrottle"],
    "DEFAULT_THROTTLE_RATES": env_rates(
        "API_RATES", default="anonymous=300/min,reader=600/min,writer=120/min"
    ),
    "NUM_PROXIES": TRUSTED_PROXY_COUNT,
    "EXCEPTION_HANDLER": "careersite.common.api.answer_error",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "careersite",
    "VERSION": "1.0",
    "OAS_VERSION": "3.1.0",
    "POSTPROCESSING_HOOKS": [
        "careersite.common.api_schema.describe_errors",
        "careersite.common.api_examples.add_examples",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    },
}

# Where mail links to; requests answer under any allowed host.
SITE_URL = env_text("SITE_URL", default="http://127.0.0.1:8000", form=SITE)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = env_int("EMAIL_PORT", default=25, least=1)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_TIMEOUT = 10  # seconds
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=False)
DEFAULT_FROM_EMAIL = env_text(
    "DEFAULT_FROM_EMAIL", default="careersite@localhost", form=SENDER
)
# Where readers write to; shown to everybody.
CONTACT_EMAIL = parseaddr(
    env_text("CONTACT_EMAIL", default=DEFAULT_FROM_EMAIL, form=SENDER)
)[1]
if CAREERSITE_DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = BASE_DIR / "var" / "mail"

# Probes ask one process, past the proxy that speaks HTTPS.
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "careersite.views.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
if IS_REAL:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrftoken"
