"""Settings, all from the environment."""

import os

READER_BASE_URL = os.environ.get("READER_BASE_URL", "https://api.deepseek.com")
READER_MODEL = os.environ.get("READER_MODEL", "deepseek-chat")
READER_API_KEY = os.environ.get("READER_API_KEY", "")

LETTER_MODEL_ID = os.environ["LETTER_MODEL_ID"]
AWS_REGION = os.environ.get("AWS_REGION", "us-gov-west-1")
