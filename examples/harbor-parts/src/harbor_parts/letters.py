"""Drafts the covering letter of a quote."""

import boto3

from harbor_parts import settings
from harbor_parts.requests import Line


def draft_letter(buyer: str, lines: list[Line]) -> str:
    client = boto3.client("bedrock-runtime", region_name=settings.AWS_REGION)
    parts = "\n".join(f"- {line.quantity} x {line.nsn} {line.note}" for line in lines)
    answer = client.converse(
        modelId=settings.LETTER_MODEL_ID,
        messages=[
            {"role": "user", "content": [{"text": f"Write a short covering letter to {buyer} for:\n{parts}"}]}
        ],
        inferenceConfig={"maxTokens": 600},
    )
    return answer["output"]["message"]["content"][0]["text"]
