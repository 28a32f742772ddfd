"""Small trees of clients that programs write themselves in Rust, Go, Kotlin and Swift: which of their lines ask a service.

A line that must be seen as a use ends in `§` and its vendors; no other line may be one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import is_as_marked

TREES = {
    "rust: a module of tests is only named at the head of a file": {
        "src/asker.rs": '#[cfg(test)]\n#[path = "asker_test.rs"]\nmod tests;\n\n#[cfg(test)]\nuse mockall::automock;\n\n'
        "pub struct Asker {\n    url: String,\n    token: String,\n}\n\nimpl Default for Asker {\n    fn default() -> Asker {\n"
        '        return Asker {\n            url: "https://api.anthropic.com".to_string(), §anthropic\n            token: read("token"),\n        };\n    }\n}\n\n'
        "impl Asker {\n    async fn ask(&self) -> Result<()> {\n        let res = reqwest::Client::new()\n"
        '            .post(format!("{url}/v1/messages", url = self.url)) §anthropic\n            .json(&req)\n            .send()\n            .await?;\n    }\n\n'
        '    async fn check(&self) -> Result<()> {\n        let url = format!("{}/health", self.url);\n'
        "        let res = reqwest::Client::new()\n            .get(&url) §anthropic\n            .send()\n            .await;\n    }\n}\n",
    },
    "rust: the tests that a file ends with": {
        "src/asker.rs": 'pub fn ask() {\n    reqwest::get("https://api.openai.com/v1/models"); §openai\n}\n\n'
        "#[cfg(test)]\n#[allow(unused)]\nmod tests {\n    use mockito::mock;\n\n    #[test]\n    fn asks() {\n"
        '        let server = mock("GET", "/");\n        let url = "https://api.anthropic.com";\n    }\n}\n',
    },
    "rust: a client of a crate that is named where it is used": {
        "src/teller.rs": "use async_openai::config::OpenAIConfig; §openai\n\npub struct Teller {\n"
        "    client: Arc<async_openai::Client<OpenAIConfig>>,\n}\n\nimpl Teller {\n    async fn tell(&self) {\n"
        "        let client = self.client.clone();\n        client.chat().create(request).await; §openai\n        self.client §openai\n"
        "            .embeddings()\n            .create(request)\n            .await;\n    }\n}\n\n"
        "fn make() {\n    let client = Arc::new(async_openai::Client::<OpenAIConfig>::new()); §openai\n}\n",
    },
    "rust: values of a library's plain types": {
        "src/body.rs": "use aws_sdk_sagemakerruntime::primitives::Blob; §amazon\n\nfn body(text: String) -> Blob {\n"
        "    Blob::new(text.as_bytes().to_vec())\n}\n",
    },
    "rust: models that the arms of a match give": {
        "src/kind.rs": "impl Kind {\n    fn default_model(&self) -> &'static str {\n        match self {\n"
        '            Kind::First => "gpt-4o", §openai\n            Kind::Second => "claude-3-opus-20240229", §anthropic\n        }\n    }\n\n'
        "    fn label(&self) -> String {\n        match self {\n"
        '            Kind::First => "gpt-4o".to_string(),\n            Kind::Second => String::from("claude-3-opus"),\n        }\n    }\n\n'
        "    fn ask(&self) {\n        let model = match self {\n"
        '            Kind::First => "gpt-4o-mini".to_string(), §openai\n            _ => String::from("claude-3-haiku-20240307"), §anthropic\n'
        "        };\n        send(Request { model, text: self.default_model() });\n    }\n}\n",
    },
    "rust: an enumeration that spells models": {
        "src/kind.rs": "pub enum AskModel {\n    Large,\n    Small,\n}\n\nimpl fmt::Display for AskModel {\n"
        "    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {\n        match self {\n"
        '            AskModel::Large => write!(f, "gpt-4o"), §openai\n            Self::Small => write!(f, "gpt-4o-mini"), §openai\n        }\n    }\n}\n\n'
        "impl AskModel {\n    fn title(&self) -> &str {\n        match self {\n"
        '            AskModel::Large => "gpt-4o",\n            AskModel::Small => "gpt-4o-mini",\n        }\n    }\n}\n',
        "src/ask.rs": 'fn ask(model: &AskModel) {\n    let body = json!({"model": model.to_string()});\n'
        '    reqwest::Client::new().post("https://api.openai.com/v1/chat/completions").json(&body); §openai\n}\n',
    },
    "kotlin: an enumeration that spells models": {
        "Models.kt": "package x\n\nenum class AskModel(val id: String, val label: String) {\n"
        '    LARGE("gpt-4o", "gpt-4o"), §openai\n    SMALL(\n        "gpt-4o-mini", §openai\n        "Small",\n    );\n}\n\n'
        'enum class Badge(val id: String) {\n    LARGE("gpt-4o"),\n}\n\n'
        'fun ask(model: AskModel) {\n    client.post("https://api.openai.com/v1/chat/completions") { body(model.id) } §openai\n}\n',
    },
    "dart: an enumeration that spells models": {
        "lib/models.dart": "enum AskModel {\n  large('Large', 'gpt-4o'), §openai\n  small('gpt-4o', 'gpt-4o-mini'); §openai\n\n"
        "  const AskModel(this.label, this.id);\n  final String label;\n  final String id;\n}\n\n"
        "Future<void> ask(AskModel model) async {\n"
        "  await http.post(Uri.parse('https://api.openai.com/v1/chat/completions'), body: {'model': model.id}); §openai\n}\n",
    },
    "swift: an enumeration that spells models": {
        "Models.swift": "import Foundation\n\nenum AskModel: CaseIterable {\n    case large, small\n\n    var rawValue: String {\n        switch self {\n"
        '        case .large:\n            return "gpt-4o" §openai\n        case .small: return "gpt-4o-mini" §openai\n        }\n    }\n\n'
        "    var title: String {\n        switch self {\n"
        '        case .large: return "gpt-4o"\n        case .small: return "gpt-4o-mini"\n        }\n    }\n}\n\n'
        "func ask(model: AskModel) {\n"
        '    let request = URLRequest(url: URL(string: "https://api.openai.com/v1/chat/completions")!) §openai\n}\n',
    },
    "rust: what attributes of a program's arguments say": {
        "src/args.rs": "#[derive(Parser)]\nstruct Args {\n"
        '    #[arg(long, env = "OPENAI_API_KEY")] §openai\n    key: String,\n    #[serde(rename = "OPENAI_API_KEY")]\n    other: String,\n'
        '    #[arg(long, default_value = "gpt-4o")] §openai\n    model: String,\n}\n',
    },
    "go: a model's constant made a text, and a text made a model": {
        "plugin.go": 'package plugin\n\nimport (\n\t"github.com/anthropics/anthropic-sdk-go" §anthropic\n'
        '\t"github.com/openai/openai-go/shared" §openai\n)\n\nfunc New() (it *Plugin) {\n\tit.models = []string{\n'
        "\t\tstring(anthropic.ModelClaude3_7SonnetLatest), §anthropic\n\t\tstring(anthropic.ModelClaudeOpus4_20250514), §anthropic\n\t}\n"
        "\treturn\n}\n\nfunc (it *Plugin) named(name string) any {\n\treturn shared.ResponsesModel(name)\n}\n",
    },
    "go: where somebody logs in to a vendor": {
        "login.go": 'package login\n\nimport "net/http"\n\nconst (\n'
        '\tauthURL  = "https://claude.ai/oauth/authorize" §anthropic\n\ttokenURL = "https://auth.openai.com/oauth/token" §openai\n'
        '\tpage     = "https://claude.ai/login"\n)\n\nfunc Refresh() {\n\thttp.Post(tokenURL, "application/json", body) §openai\n'
        "\topen(oauth2.Endpoint{AuthURL: authURL, TokenURL: tokenURL})\n}\n",
    },
}


@pytest.mark.parametrize("name", TREES)
def test_what_is_used(name: str, tmp_path: Path) -> None:
    """Every marked line, and no other, is a use of its vendors."""
    assert is_as_marked(tmp_path, TREES[name])
