"""What one library does for many vendors by the names of its methods, and what those who describe an interface show."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

PATTERNS: dict[str, tuple[dict[str, str], set[str]]] = {
    "a recognizer's methods say who hears": (
        {
            "ear.py": "import speech_recognition as sr\n\n\n\nclass Ear:\n    def __init__(self):\n        self.one = sr.Recognizer()\n\n\n\n"
            "    def hear(self, sound):\n        try:\n            return self.one.recognize_google(sound)\n\n\n\n"
            "        except sr.UnknownValueError:\n            return self.one.recognize_whisper_api(sound)\n\n\n\n"
            "    def near(self, sound):\n        return self.one.recognize_sphinx(sound)\n",
        },
        {"ear.py:13 google", "ear.py:18 openai"},
    ),
    "a kernel's helper reads the settings of a service": (
        {
            "bot.py": "import semantic_kernel as sk\n\n\n\nkernel = sk.Kernel()\nkey, team = sk.openai_settings_from_dot_env()\n",
        },
        {"bot.py:6 openai"},
    ),
    "a class without a telling name is built": (
        {
            "say.py": "from edge_tts import Communicate\n\n\n\nasync def say(text, voice):\n    spoken = Communicate(text, voice)\n\n\n\n"
            "    await spoken.save('spoken.mp3')\n",
        },
        {"say.py:1 microsoft", "say.py:6 microsoft", "say.py:10 microsoft"},
    ),
    "a framework's class is called after whom it asks": (
        {"ask.py": "from langchain import Cohere\n\n\n\nasker = Cohere()\n\n\n\nprint(asker.predict('hello'))\n"},
        {"ask.py:1 cohere", "ask.py:5 cohere", "ask.py:9 cohere"},
    ),
    "what an interface shows as an example is not asked for": (
        {
            "api.py": "from fastapi import Body, FastAPI\nfrom openai import OpenAI\n\n\n\napp = FastAPI()\n\n\n\n@app.post('/chat')\n"
            "def chat(\n    sent: dict = Body(\n        examples=[\n            {\n                'model': 'claude-3-opus-20240229',\n"
            "                'messages': [{'role': 'user', 'content': 'Hello'}],\n            }\n        ]\n    )\n):\n    ...\n\n\n\n"
            "class Sent:\n    class Config:\n        schema_extra = {'example': {'model': 'command-r-plus'}}\n",
        },
        {"api.py:2 openai"},
    ),
    "a value of a client's own is changed, and nothing asked": (
        {
            "write.py": "from faster_whisper import WhisperModel\n\n\n\nmodel = WhisperModel('large-v3')\n\n\n\n"
            "model.options = model.options._replace(prompt='')\n\n\n\nprint(model.transcribe('sound.mp3'))\n",
        },
        {"write.py:1 openai", "write.py:5 openai", "write.py:13 openai"},
    ),
    "a program is code whatever it is called": (
        {"readme.py": "import openai\n\n\n\nopenai.ChatCompletion.create(model='gpt-4')\n"},
        {"readme.py:1 openai", "readme.py:5 openai"},
    ),
    "a model that a host runs under somebody else's name": (
        {
            "see.py": "import replicate\n\n\n\nreplicate.run('somebody/blip-2:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', input={'question': 'what?'})\n"
            "print('blip-2-player')\n",
        },
        {"see.py:5 salesforce"},
    ),
}


@pytest.mark.parametrize("name", PATTERNS)
def test_names_of_libraries_say_what_is_reached(name: str, tmp_path: Path) -> None:
    files, used = PATTERNS[name]
    assert used_lines(tmp_path, files) == used
